package io.keywell.simulator;

import java.util.List;

/**
 * What the arbiter says about a pool since the last reset.
 *
 * @param creditTokens left in the purse; 0 without one too
 */
public record PoolReport(
        String pool,
        LimiterKind limiter,
        long creditTokens,
        Totals totals,
        Flight flight,
        List<Spending> spending,
        List<KeyTotals> keys) {

    /**
     * @param admitted passed the limits, whatever the answer was
     * @param refused answered 429 because of a limit, or refused for an empty purse
     * @param faulted those of the admitted that a scripted fault met
     */
    public record Totals(long admitted, long refused, long faulted) {}

    /** Requests at a time: the limit (0 = none), now, and the most so far. */
    public record Flight(long limit, long now, long worst) {}

    /**
     * @param limit 0 = none
     * @param worst the most that any window held, measured to the millisecond
     * @param worstFixed the most that a window held that begins with a full minute, or with a UTC day
     * @param total the sum of all that was charged; for a day only where there is a limit
     */
    public record Spending(String dimension, long limit, long worst, long worstFixed, long total) {}

    /** @param alias the last characters of the secret */
    public record KeyTotals(String alias, Totals totals) {}
}
