package io.keywell.simulator;

/** How a simulated limit forgets what was spent. */
public enum LimiterKind {
    /** An exact log: no interval of the window's length holds more than the limit. */
    SLIDING,
    /** A bucket that holds the limit and is refilled evenly over the window. */
    BUCKET,
    /** Starts again at each full minute, limits per day at midnight UTC. */
    FIXED;

    Limiter create(long limit, long windowMillis) {
        return switch (this) {
            case SLIDING -> new SlidingLimiter(limit, windowMillis);
            case BUCKET -> new BucketLimiter(limit, windowMillis);
            case FIXED -> new FixedLimiter(limit, windowMillis);
        };
    }
}
