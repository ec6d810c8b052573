package io.keywell.catalog;

import io.keywell.catalog.Limits.Limit;
import io.keywell.core.Dimension;
import java.util.List;

/**
 * How much may be spent in a day, week or month.
 *
 * @param micros millionths of the unit of {@link io.keywell.core.Cost#CURRENCY}, at least 1
 * @param window when it starts again
 * @param soft the part from which on the operator is warned, above 0 and at most 1
 */
public record Budget(long micros, Window.Calendar window, double soft) {

    /** A hundred million of the currency's unit: what is counted is far from an overflow. */
    public static final long MOST = 100_000_000_000_000L;

    public static final double DEFAULT_SOFT = 0.8;

    public Budget {
        if (micros < 1 || micros > MOST || !(soft > 0 && soft <= 1)) {
            throw new IllegalArgumentException(
                    "a budget is from 1 to " + MOST + ", its soft part above 0 and at most 1");
        }
    }

    /** As the limit of an account that counts money. */
    Limits asLimits() {
        return new Limits(List.of(new Limit(Dimension.BUDGET, micros, window)));
    }
}
