package io.keywell.quota;

import io.keywell.core.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test sets. Remembers what each thread read last. */
public final class ManualClock implements Clock {

    private final AtomicLong millis;
    private final ThreadLocal<Long> lastRead = ThreadLocal.withInitial(() -> 0L);

    public ManualClock(String start) {
        millis = new AtomicLong(Instant.parse(start).toEpochMilli());
    }

    public void advance(long by) {
        millis.addAndGet(by);
    }

    public void set(long epochMillis) {
        millis.set(epochMillis);
    }

    public long now() {
        return millis.get();
    }

    /** The last time that the calling thread was told. */
    public long lastRead() {
        return lastRead.get();
    }

    @Override
    public long epochMillis() {
        long now = millis.get();
        lastRead.set(now);
        return now;
    }

    @Override
    public long nanoTime() {
        return millis.get() * 1_000_000;
    }
}
