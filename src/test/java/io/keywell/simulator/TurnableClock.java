package io.keywell.simulator;

import io.keywell.core.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test turns. */
final class TurnableClock implements Clock {

    /** A full minute, so that fixed windows begin here. */
    static final long START = 1_800_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    void turn(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public long epochMillis() {
        return START + nanos.get() / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }
}
