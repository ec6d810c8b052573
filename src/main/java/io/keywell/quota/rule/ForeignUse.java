package io.keywell.quota.rule;

import io.keywell.core.Observation;

/**
 * What a provider said beyond what we count ourselves: use by others of the same limit, and a limit that is lower than
 * the configured one for a time. Both hold back a part of the limit until a time, then are forgotten.
 *
 * <p>Answers come late and out of order, and the provider has not yet seen what is on its way to it. Both make our own
 * count the higher one, which is normal. The opposite happens as well: an answer that was long in coming tells of use
 * that we have meanwhile stopped counting. So the provider's word is compared with the highest count that we had in
 * the last {@value #PEAK_MILLIS} to twice that many milliseconds.
 */
final class ForeignUse {

    private static final long PEAK_MILLIS = 30_000;

    private long used;
    private long usedUntil = Long.MAX_VALUE;
    private long lowered;
    private long loweredUntil = Long.MAX_VALUE;

    private long peak;
    private long peakBefore;
    private long peakEnd;

    /** How much of the limit is held back. */
    long heldBack() {
        return used + lowered;
    }

    /** How much the limit is lowered at present. */
    long lowered() {
        return lowered;
    }

    /** Our own count after a grant. */
    void own(long sum) {
        if (sum > peak) {
            peak = sum;
        }
    }

    /**
     * @param sumBefore our own count until now
     * @param sum our own count without what has just left its window
     */
    void advance(long nowMillis, long sumBefore, long sum) {
        if (nowMillis >= usedUntil) {
            used = 0;
            usedUntil = Long.MAX_VALUE;
        }
        if (nowMillis >= loweredUntil) {
            lowered = 0;
            loweredUntil = Long.MAX_VALUE;
        }
        if (nowMillis >= peakEnd) {
            peakBefore = nowMillis >= peakEnd + PEAK_MILLIS ? sumBefore : peak;
            peak = sum;
            peakEnd = nowMillis + PEAK_MILLIS;
        }
    }

    long nextChange() {
        return Math.min(peakEnd, Math.min(usedUntil, loweredUntil));
    }

    /** A limit below ours holds until the window in which it was last named is over. */
    void limit(long limit, long observed, long windowEnd) {
        long less = limit - observed;
        if (observed >= 1 && less > 0 && less >= lowered) {
            lowered = less;
            loweredUntil = windowEnd;
        }
    }

    /** The limit itself was changed: the provider will say again whether it is too high. */
    void limitReplaced() {
        lowered = 0;
        loweredUntil = Long.MAX_VALUE;
    }

    /** Holds back what the provider counts beyond our own view of what is left; never gives anything back. */
    void remaining(long limit, Observation word, long sum, long nowMillis, long windowEnd) {
        long beyond = beyond(limit, word, sum, nowMillis);
        if (beyond > 0 && beyond >= used) {
            used = beyond;
            usedUntil = usedEnd(word, windowEnd);
        }
    }

    private long beyond(long limit, Observation word, long sum, long nowMillis) {
        boolean whole = word.resetAtMillis() > 0 && word.resetAtMillis() <= nowMillis;
        if (word.remaining() < 0 || whole) {
            return 0;
        }
        return limit - lowered - Math.max(sum, Math.max(peak, peakBefore)) - word.remaining();
    }

    private static long usedEnd(Observation word, long windowEnd) {
        return word.resetAtMillis() == 0 ? windowEnd : Math.min(windowEnd, word.resetAtMillis());
    }

    /** Whether the word holds back more than is held back, or so much for notably longer. */
    boolean tightens(long limit, Observation word, long sum, long nowMillis, long windowEnd) {
        long less = word.limit() >= 1 ? limit - word.limit() : 0;
        long beyond = beyond(limit, word, sum, nowMillis);
        return tightens(less, lowered, loweredUntil, windowEnd, nowMillis)
                || tightens(beyond, used, usedUntil, usedEnd(word, windowEnd), nowMillis);
    }

    private static boolean tightens(long amount, long present, long presentUntil, long until, long nowMillis) {
        boolean longer = (until - nowMillis) / 2 > presentUntil - nowMillis;
        return amount > 0 && (amount > present || (amount == present && longer));
    }

    /** How much of what is held back is free again by then. */
    long returnedBy(long millis) {
        return (millis >= usedUntil ? used : 0) + (millis >= loweredUntil ? lowered : 0);
    }

    /** The first epoch millisecond at which {@code missing} has come back, from our own slots and from here. */
    long returnTime(SlotRing ring, long missing, long nowMillis) {
        boolean usedFirst = usedUntil <= loweredUntil;
        long first = usedFirst ? usedUntil : loweredUntil;
        long firstAmount = usedFirst ? used : lowered;
        long second = usedFirst ? loweredUntil : usedUntil;

        long time = ring.returnTime(missing, nowMillis);
        if (time > first) {
            time = Math.max(first, ring.returnTime(missing - firstAmount, nowMillis));
        }
        if (time > second) {
            time = Math.max(second, ring.returnTime(missing - used - lowered, nowMillis));
        }
        return time;
    }

    void stepBack(long millis) {
        usedUntil = usedUntil == Long.MAX_VALUE ? usedUntil : usedUntil - millis;
        loweredUntil = loweredUntil == Long.MAX_VALUE ? loweredUntil : loweredUntil - millis;
        peakEnd -= millis;
    }

    /** Changes when what is held back, or for how long, changes. */
    long stamp() {
        return ((used * 31 + usedUntil) * 31 + lowered) * 31 + loweredUntil;
    }

    void write(Packed.Writer out, long nowMillis) {
        out.number(used);
        out.number(after(usedUntil, nowMillis));
        out.number(lowered);
        out.number(after(loweredUntil, nowMillis));
        out.number(peak);
        out.number(peakBefore);
        out.number(Math.max(0, peakEnd - nowMillis));
    }

    static ForeignUse read(Packed.Reader in, long nowMillis) {
        ForeignUse read = new ForeignUse();
        read.used = in.number();
        read.usedUntil = until(in.number(), nowMillis);
        read.lowered = in.number();
        read.loweredUntil = until(in.number(), nowMillis);
        read.peak = in.number();
        read.peakBefore = in.number();
        read.peakEnd = nowMillis + in.number();
        return read;
    }

    private static long after(long until, long nowMillis) {
        return until == Long.MAX_VALUE ? 0 : Math.max(0, until - nowMillis) + 1;
    }

    private static long until(long after, long nowMillis) {
        return after == 0 ? Long.MAX_VALUE : nowMillis + after - 1;
    }
}
