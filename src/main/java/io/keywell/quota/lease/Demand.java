package io.keywell.quota.lease;

import io.keywell.core.Dimension;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.rule.WindowCount;

/**
 * How many requests come and how large they are: running means over about a second. Counting one is three additions.
 * Guarded by its account's lock.
 */
final class Demand {

    private static final double MEMORY_MILLIS = 1_000;

    /** What came within less time than this is not taken for a rate. */
    private static final long LEAST_MILLIS = 50;

    private static final long IDLE_MILLIS = 750;

    private static final long PART_HOLDS_MILLIS = 1_000;

    private long tries;
    private double inputs;
    private double outputs;

    private long triedAtMillis;
    private long foldedMillis;
    private double perSecond;
    private double input;
    private double output;
    private boolean known;

    private double part = Double.NaN;
    private double due;
    private long partUntilMillis;

    Demand(long nowMillis) {
        foldedMillis = nowMillis;
        triedAtMillis = nowMillis;
    }

    void tried(long inputTokens, long outputTokens, long nowMillis) {
        triedAtMillis = nowMillis;
        tries++;
        inputs += inputTokens;
        outputs += outputTokens;
    }

    /** When it has been quiet for so long that what is not used is handed back, in epoch milliseconds. */
    long idleAtMillis() {
        return triedAtMillis + IDLE_MILLIS;
    }

    boolean isIdle(long nowMillis) {
        return nowMillis >= idleAtMillis();
    }

    /** The clock was corrected. */
    void restart(long nowMillis) {
        foldedMillis = nowMillis;
        triedAtMillis = nowMillis;
        partUntilMillis = nowMillis;
    }

    /** Sizes that nobody could have must not overflow. */
    static Need sane(Need need) {
        long input = sane(need.input());
        long output = sane(need.output());
        return input == need.input() && output == need.output() ? need : new Need(input, output, need.capped());
    }

    static long sane(long tokens) {
        return Math.max(0, Math.min(tokens, WindowCount.MOST));
    }

    /** Nothing more is expected. */
    void leave(long nowMillis) {
        triedAtMillis = nowMillis - IDLE_MILLIS;
    }

    /** The part of what is left that this replica should get, NaN = by its demand, and how many requests wait for it. */
    void part(double ofTheRest, double requests, long nowMillis) {
        part = ofTheRest;
        due = requests;
        partUntilMillis = nowMillis + PART_HOLDS_MILLIS;
    }

    double part(long nowMillis) {
        return nowMillis < partUntilMillis ? part : Double.NaN;
    }

    /** Brings the means up to now. */
    void fold(long nowMillis) {
        due = nowMillis < partUntilMillis ? due : 0;
        long since = nowMillis - foldedMillis;
        if (since < LEAST_MILLIS && (known || tries == 0)) {
            return;
        }
        double passed = Math.max(LEAST_MILLIS, since);
        perSecond += (tries / passed * 1_000 - perSecond) * (1 - Math.exp(-passed / MEMORY_MILLIS));
        if (tries > 0) {
            double weight = known ? tries / (tries + Math.max(1, perSecond)) : 1;
            input += (inputs / tries - input) * weight;
            output += (outputs / tries - output) * weight;
            known = true;
        }
        tries = 0;
        inputs = 0;
        outputs = 0;
        foldedMillis = nowMillis;
    }

    double perSecond() {
        return perSecond;
    }

    /**
     * How many requests to be ready for: what is expected, and three times what it may well vary; or as many as wait and
     * are due, who try less often than they would take.
     */
    double wanted(double millis) {
        double expected = perSecond * millis / 1_000;
        return Math.max(due, expected + 3 * Math.sqrt(expected));
    }

    /** What one of them takes of a dimension, at most so much. */
    double mean(Dimension dimension, long most) {
        double mean = dimension.amount(Math.round(input), Math.round(output));
        return Math.max(1, Math.min(mean, most));
    }
}
