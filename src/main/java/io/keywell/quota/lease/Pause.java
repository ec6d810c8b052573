package io.keywell.quota.lease;

import io.keywell.quota.Decision.Denied;
import io.keywell.quota.QuotaAccount.Need;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * While nothing is left the cluster is not asked again for a while, longer from time to time: it would say the same, and
 * what is asked must not grow with what is refused. A pause does not hold for what is known to fit. Guarded by its
 * account's lock.
 */
final class Pause {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 250;

    /** Between two rounds because parts of permits came back. */
    private static final long BACK_MILLIS = 200;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final Holdings holdings;
    private final RandomGenerator random;
    private long lengthMillis;
    private long untilMillis;
    private long slotEndMillis;
    private @Nullable Need need;
    private boolean cameBack;
    private long backAskedMillis = LONG_AGO;

    Pause(Holdings holdings, RandomGenerator random) {
        this.holdings = holdings;
        this.random = random;
    }

    /** @param wanted what was not to be had; null = the cluster did not answer */
    void begin(@Nullable Need wanted, long nowMillis, long nanos) {
        lengthMillis = Math.min(LONGEST_MILLIS, Math.max(FIRST_MILLIS, 2 * lengthMillis));
        untilMillis = nowMillis + (long) (lengthMillis * (1 + random.nextDouble() / 2));
        slotEndMillis = holdings.bucket.endMillis();
        need = wanted;
        if (wanted != null) {
            long free = holdings.view.denial(wanted, nowMillis, nanos).retryAtMillis();
            untilMillis = free > nowMillis && free < slotEndMillis ? Math.min(untilMillis, free) : untilMillis;
        }
    }

    void end() {
        untilMillis = 0;
    }

    /** There is more: the next pause is short again. */
    void startOver() {
        lengthMillis = 0;
    }

    /**
     * Something that was taken came back: asking again may help.
     *
     * @param whole whether it is a whole permit; parts of them come back all the time
     */
    void cameBack(boolean whole) {
        cameBack = true;
        backAskedMillis = whole ? LONG_AGO : backAskedMillis;
    }

    long untilMillis() {
        return untilMillis;
    }

    /** Whether a need that was denied is to wait for the end of the pause. */
    boolean holdsFor(Need other, Denied denied, long nowMillis) {
        return nowMillis < untilMillis && !isWorthMore(other, denied, nowMillis);
    }

    /** By what is known it fits: what made for the pause was larger, another slot has begun, or something came back. */
    private boolean isWorthMore(Need other, Denied denied, long nowMillis) {
        if (need == null || denied.retryAtMillis() > nowMillis) {
            return false;
        }
        boolean back = cameBack && nowMillis >= backAskedMillis + BACK_MILLIS;
        if (back) {
            cameBack = false;
            backAskedMillis = nowMillis;
        }
        return back || nowMillis >= slotEndMillis || other.input() < need.input() || other.output() < need.output();
    }
}
