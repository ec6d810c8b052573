package io.keywell.core;

/**
 * Time, injected. {@link #epochMillis()} labels windows and deadlines that leave the process; {@link #nanoTime()}
 * measures durations and never jumps.
 */
public interface Clock {

    /** Milliseconds since 1970-01-01T00:00:00Z; may be corrected by the operating system. */
    long epochMillis();

    /** Nanoseconds of a monotonic clock with an arbitrary origin. */
    long nanoTime();

    /** The clock of this machine. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
