package io.keywell.simulator;

import java.util.function.LongUnaryOperator;

final class FixedLimiter implements Limiter {

    private final long limit;
    private final long windowMillis;
    private final LongUnaryOperator offset;
    private long window = Long.MIN_VALUE;
    private long spent;

    /** @param offset of the local time from UTC at a time, in milliseconds */
    FixedLimiter(long limit, long windowMillis, LongUnaryOperator offset) {
        this.limit = limit;
        this.windowMillis = windowMillis;
        this.offset = offset;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public long remaining(long now) {
        return Math.max(0, limit - spent(now));
    }

    /** In the window that holds this instant. */
    long spent(long now) {
        roll(now);
        return spent;
    }

    @Override
    public long waitFor(long amount, long now) {
        roll(now);
        return spent + amount <= limit ? 0 : untilNextWindow(now);
    }

    @Override
    public void take(long amount, long now) {
        roll(now);
        spent += amount;
    }

    @Override
    public long resetIn(long now) {
        roll(now);
        return spent == 0 ? 0 : untilNextWindow(now);
    }

    private void roll(long now) {
        long current = Math.floorDiv(local(now), windowMillis);
        if (current != window) {
            window = current;
            spent = 0;
        }
    }

    private long local(long now) {
        return now + offset.applyAsLong(now);
    }

    private long untilNextWindow(long now) {
        return windowMillis - Math.floorMod(local(now), windowMillis);
    }
}
