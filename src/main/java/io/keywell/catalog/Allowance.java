package io.keywell.catalog;

import io.keywell.core.QuotaKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a caller's requests are counted on.
 *
 * @param account names its counters
 * @param shared whether it is a team's
 * @param budget not null when it counts money: what {@code limits} is made of
 */
public record Allowance(QuotaKey account, Limits limits, boolean shared, @Nullable Budget budget) {

    /** Those of a consumer or a team; money first, as who has none left has none for longest. */
    public static List<Allowance> of(QuotaKey spender, Limits limits, @Nullable Budget budget) {
        boolean shared = spender.kind().equals(QuotaKey.TEAM);
        List<Allowance> all = new ArrayList<>(2);
        if (budget != null) {
            all.add(new Allowance(QuotaKey.budgetOf(spender), budget.asLimits(), shared, budget));
        }
        if (!limits.isEmpty()) {
            all.add(new Allowance(spender, limits, shared, null));
        }
        return List.copyOf(all);
    }
}
