package io.keywell.catalog;

import io.keywell.core.QuotaKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caller.
 *
 * @param models names or patterns it may ask for; empty = all
 * @param priority weight in the waiting room, 1..16
 * @param maxWaitMillis longest wait it may ask for; -1 = the global one
 * @param account names its own counters
 */
public record Consumer(
        String name,
        @Nullable String team,
        List<ModelPattern> models,
        int priority,
        Limits limits,
        long maxWaitMillis,
        QuotaKey account) {

    public static final int DEFAULT_PRIORITY = 4;

    public Consumer {
        models = List.copyOf(models);
        if (priority < 1 || priority > 16) {
            throw new IllegalArgumentException("priority: " + priority + "; expected 1 to 16");
        }
    }

    public boolean mayUse(String model) {
        if (models.isEmpty()) {
            return true;
        }
        for (ModelPattern pattern : models) {
            if (pattern.matches(model)) {
                return true;
            }
        }
        return false;
    }
}
