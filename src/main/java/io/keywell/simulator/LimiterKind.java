package io.keywell.simulator;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/** How a simulated limit forgets what was spent. */
public enum LimiterKind {
    /** An exact log: no interval of the window's length holds more than the limit. */
    SLIDING,
    /** A bucket that holds the limit and is refilled evenly over the window. */
    BUCKET,
    /** Starts again at each full minute, limits per day at midnight UTC. */
    FIXED,
    /** The same by Pacific time, as Google's days are. */
    PACIFIC;

    private static final ZoneRules PACIFIC_TIME =
            ZoneId.of("America/Los_Angeles").getRules();

    Limiter create(long limit, long windowMillis) {
        return switch (this) {
            case SLIDING -> new SlidingLimiter(limit, windowMillis);
            case BUCKET -> new BucketLimiter(limit, windowMillis);
            case FIXED -> new FixedLimiter(limit, windowMillis, now -> 0);
            case PACIFIC -> new FixedLimiter(limit, windowMillis, LimiterKind::pacificOffset);
        };
    }

    private static long pacificOffset(long now) {
        return PACIFIC_TIME.getOffset(Instant.ofEpochMilli(now)).getTotalSeconds() * 1_000L;
    }
}
