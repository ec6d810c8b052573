package io.keywell.quota.rule;

/** Permits that are out, and how long they usually are. Not safe for threads. */
public final class HeldCount {

    /** How long a permit is taken to be out while none has come back yet. */
    private static final long UNKNOWN_HOLD_MILLIS = 1_000;

    /** The share of a new sample in the mean is one in 2^3. */
    private static final int SMOOTHING_SHIFT = 3;

    /** The mean is kept in 1/1024 ms, so that short holds do not round away. */
    private static final int FRACTION_SHIFT = 10;

    private long limit = WindowCount.UNLIMITED;
    private long held;
    private long others;
    private long mean;

    public long limit() {
        return limit;
    }

    public boolean limited() {
        return limit != WindowCount.UNLIMITED;
    }

    public void limit(long newLimit) {
        limit = newLimit;
    }

    public long held() {
        return held;
    }

    public boolean fits() {
        return held + others < limit;
    }

    /** What other replicas may hold. */
    public void others(long heldByOthers) {
        others = heldByOthers;
    }

    /** What is left if others need all that they may hold. */
    public long left() {
        return limited() ? Math.max(0, limit - others - held) : WindowCount.UNLIMITED;
    }

    public void take() {
        held++;
    }

    public void end() {
        held--;
    }

    /** Remembers how long a permit was out. */
    public void sample(long millis) {
        long sample = Math.max(1, millis) << FRACTION_SHIFT;
        mean = mean == 0 ? sample : mean + ((sample - mean) >> SMOOTHING_SHIFT);
    }

    /** When one more is expected to fit, if permits go on coming back at their usual pace. */
    public long expectedFreeAt(long nowMillis) {
        if (fits()) {
            return nowMillis;
        }
        long missing = held + others - limit + 1;
        return nowMillis + Math.max(1, meanMillis() * missing / (held + others));
    }

    /** How many could be granted one after another until then. */
    public long grantable(long nowMillis, long untilMillis) {
        long turns = Forecast.saturatedProduct(limit, untilMillis - nowMillis) / meanMillis();
        return Math.max(0, limit - others - held + turns);
    }

    private long meanMillis() {
        return mean == 0 ? UNKNOWN_HOLD_MILLIS : Math.max(1, mean >> FRACTION_SHIFT);
    }
}
