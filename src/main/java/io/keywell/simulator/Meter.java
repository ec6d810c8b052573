package io.keywell.simulator;

import io.keywell.simulator.Standing.Allowance;
import io.keywell.simulator.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/**
 * A limiter with its name on the wire and, beside it, an own exact log of what was admitted, so that a mistake of the
 * limiter shows. Guarded by the pool.
 */
final class Meter {

    private final String dimension;
    private final String type;
    private final @Nullable Limiter limiter;
    private final WindowLog admitted;
    private final FixedLimiter calendar;
    private long worst;
    private long worstFixed;
    private long total;

    Meter(String dimension, String type, @Nullable Limiter limiter, long windowMillis) {
        this.dimension = dimension;
        this.type = type;
        this.limiter = limiter;
        this.admitted = new WindowLog(windowMillis);
        this.calendar = new FixedLimiter(Long.MAX_VALUE, windowMillis, now -> 0);
    }

    boolean limits() {
        return limiter != null;
    }

    /** Why the amount does not fit now; null when it does. */
    @Nullable
    Refused check(long amount, long now) {
        if (limiter == null) {
            return null;
        }
        long wait = amount > limiter.limit() ? Refused.NEVER : limiter.waitFor(amount, now);
        return wait == 0
                ? null
                : new Refused(dimension, type, limiter.limit(), limiter.limit() - limiter.remaining(now), amount, wait);
    }

    void admit(long amount, long now) {
        charge(amount, now);
        admitted.add(amount, now);
        worst = Math.max(worst, admitted.sum(now));
        calendar.take(amount, now);
        worstFixed = Math.max(worstFixed, calendar.spent(now));
        total += amount;
    }

    /** Spends without admitting: a refused request that counts. */
    void charge(long amount, long now) {
        if (limiter != null) {
            limiter.take(amount, now);
        }
    }

    Allowance allowance(long now) {
        return limiter == null
                ? Allowance.NONE
                : new Allowance(limiter.limit(), limiter.remaining(now), limiter.resetIn(now));
    }

    long limit() {
        return limiter == null ? 0 : limiter.limit();
    }

    /** The most that any window held since the last reset of the statistics. */
    long worst() {
        return worst;
    }

    /** The most that a window held that begins with a full minute, or with a UTC day. */
    long worstFixed() {
        return worstFixed;
    }

    long total() {
        return total;
    }

    /** The log stays: a window that began before the reset still counts. */
    void resetStatistics() {
        worst = 0;
        worstFixed = 0;
        total = 0;
    }
}
