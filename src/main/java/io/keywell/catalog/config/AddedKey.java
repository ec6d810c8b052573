package io.keywell.catalog.config;

import io.keywell.core.Secret;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One key that operators have made, as it is stored: nothing of it is checked yet.
 *
 * @param secret null when there is none
 * @param pool null = a pool of its own
 * @param more its other values by their names in the configuration; what goes without saying is not said
 */
public record AddedKey(String name, @Nullable Secret secret, @Nullable String pool, Map<String, String> more) {

    public AddedKey {
        more = Map.copyOf(more);
    }

    /** As the configuration would have it. */
    Map<String, String> values() {
        Map<String, String> values = new HashMap<>(more);
        if (secret != null) {
            values.put("secret", secret.reveal());
        }
        if (pool != null) {
            values.put("pool", pool);
        }
        return values;
    }
}
