package io.keywell.simulator;

import io.keywell.core.Clock;

/** Milliseconds since 1970 as they were at the start, going on with the monotonic clock: aligned, and never back. */
final class SimulatedTime {

    private final Clock clock;
    private final long startMillis;
    private final long startNanos;

    SimulatedTime(Clock clock) {
        this.clock = clock;
        this.startMillis = clock.epochMillis();
        this.startNanos = clock.nanoTime();
    }

    long millis() {
        return startMillis + (clock.nanoTime() - startNanos) / 1_000_000;
    }
}
