package io.keywell.governance.source;

import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.config.AddedKey;
import io.keywell.catalog.config.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rows say of one thing that is read as a whole: a provider with its pools and keys, or these alone when the
 * provider is configured; a consumer with its keys; a model with its targets; a team; a price.
 *
 * @param properties as the configuration would have them, but for keys; a consumer's by their names below its own
 * @param keys of a provider
 * @param callerKeys of a consumer
 * @param problems found while the rows were read
 */
record Unit(
        Id id,
        Map<String, String> properties,
        List<AddedKey> keys,
        List<CallerKey> callerKeys,
        List<Problem> problems) {

    enum Kind {
        PROVIDER("providers"),
        MODEL("models"),
        CONSUMER("consumers"),
        TEAM("teams"),
        PRICE("prices");

        private final String section;

        Kind(String section) {
            this.section = section;
        }

        /** The beginning of the properties of the thing with this name. */
        String path(String name) {
            return this == CONSUMER ? "" : "keywell." + section + ".\"" + name + "\".";
        }

        /** As the change log has it; null for what the catalog does not hold. */
        static @Nullable Kind of(String text) {
            return switch (text) {
                case "provider" -> PROVIDER;
                case "model" -> MODEL;
                case "consumer" -> CONSUMER;
                case "team" -> TEAM;
                case "price" -> PRICE;
                default -> null;
            };
        }
    }

    record Id(Kind kind, String name) {}

    /** @param expiresAt null = never */
    record CallerKey(Sha256 sha256, @Nullable Instant expiresAt) {}

    /** Whether nothing is said of it. */
    boolean isGone() {
        return properties.isEmpty() && keys.isEmpty() && callerKeys.isEmpty();
    }
}
