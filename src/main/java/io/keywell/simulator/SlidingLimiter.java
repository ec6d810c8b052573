package io.keywell.simulator;

final class SlidingLimiter implements Limiter {

    private final long limit;
    private final WindowLog log;

    SlidingLimiter(long limit, long windowMillis) {
        this.limit = limit;
        this.log = new WindowLog(windowMillis);
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public long remaining(long now) {
        return Math.max(0, limit - log.sum(now));
    }

    @Override
    public long waitFor(long amount, long now) {
        return log.untilForgotten(log.sum(now) + amount - limit, now);
    }

    @Override
    public void take(long amount, long now) {
        log.add(amount, now);
    }

    @Override
    public long resetIn(long now) {
        return log.untilEmpty(now);
    }
}
