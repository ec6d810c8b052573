package io.keywell.simulator;

/**
 * Counts in units of one millisecond's share, so that whole numbers are exact: the bucket holds limit x window units and
 * gets {@code limit} units back each millisecond. It never owes: what does not fit only empties it.
 */
final class BucketLimiter implements Limiter {

    private final long limit;
    private final long windowMillis;
    private long units;
    private long asOf = Long.MIN_VALUE;

    BucketLimiter(long limit, long windowMillis) {
        this.limit = limit;
        this.windowMillis = windowMillis;
        this.units = limit * windowMillis;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public long remaining(long now) {
        refill(now);
        return units / windowMillis;
    }

    @Override
    public long waitFor(long amount, long now) {
        refill(now);
        return millisFor(amount * windowMillis - units);
    }

    @Override
    public void take(long amount, long now) {
        refill(now);
        units = Math.max(0, units - amount * windowMillis);
    }

    @Override
    public long resetIn(long now) {
        refill(now);
        return millisFor(limit * windowMillis - units);
    }

    private void refill(long now) {
        if (now > asOf) {
            long elapsed = asOf == Long.MIN_VALUE ? 0 : Math.min(now - asOf, windowMillis);
            units = Math.min(limit * windowMillis, units + elapsed * limit);
            asOf = now;
        }
    }

    private long millisFor(long missing) {
        return missing <= 0 ? 0 : (missing + limit - 1) / limit;
    }
}
