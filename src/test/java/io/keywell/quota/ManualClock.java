package io.keywell.quota;

import io.keywell.core.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A clock that a test sets. Remembers what each thread read last. */
public final class ManualClock implements Clock {

    private final AtomicLong millis;
    private final ThreadLocal<Long> lastRead = ThreadLocal.withInitial(() -> 0L);
    private volatile LongConsumer listener = now -> {};

    public ManualClock(String start) {
        millis = new AtomicLong(Instant.parse(start).toEpochMilli());
    }

    /** Told of each new time, on the thread that sets it. */
    public void onMove(LongConsumer newListener) {
        listener = newListener;
    }

    public void advance(long by) {
        listener.accept(millis.addAndGet(by));
    }

    public void set(long epochMillis) {
        millis.set(epochMillis);
        listener.accept(epochMillis);
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
