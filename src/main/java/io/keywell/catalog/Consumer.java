package io.keywell.catalog;

import io.keywell.core.QuotaKey;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A caller.
 *
 * @param models names or patterns it may ask for; empty = all
 * @param priority weight in the waiting room, 1..16
 * @param maxWaitMillis longest wait it may ask for; -1 = the global one
 * @param account names its own counters
 * @param allowances everything that its requests are counted on: its own budget and limits, and its team's; asked for
 *     each request, in this order
 */
public record Consumer(
        String name,
        @Nullable String team,
        List<ModelPattern> models,
        int priority,
        Limits limits,
        long maxWaitMillis,
        QuotaKey account,
        List<Allowance> allowances) {

    public static final int DEFAULT_PRIORITY = 4;

    public Consumer {
        models = List.copyOf(models);
        allowances = List.copyOf(allowances);
        if (priority < 1 || priority > 16) {
            throw new IllegalArgumentException("priority: " + priority + "; expected 1 to 16");
        }
    }

    /** Without budget, and without allowances that it shares with a team. */
    public Consumer(
            String name,
            @Nullable String team,
            List<ModelPattern> models,
            int priority,
            Limits limits,
            long maxWaitMillis,
            QuotaKey account) {
        this(name, team, models, priority, limits, maxWaitMillis, account, Allowance.of(account, limits, null));
    }

    /** The same caller, whose requests are counted on this team too; null = on none. */
    Consumer in(@Nullable Team its) {
        List<Allowance> all = Stream.concat(
                        allowances.stream().filter(allowance -> !allowance.shared()),
                        its == null ? Stream.empty() : its.allowances().stream())
                .toList();
        return all.equals(allowances)
                ? this
                : new Consumer(name, team, models, priority, limits, maxWaitMillis, account, all);
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
