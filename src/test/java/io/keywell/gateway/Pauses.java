package io.keywell.gateway;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * When this whole process stood still, as a thread saw that wants nothing but to wake up: in a collection of garbage, or while the
 * machine had no time for it. An event loop that did not come forward meanwhile was not held by anybody.
 */
final class Pauses implements AutoCloseable {

    private static final long BEAT = Duration.ofMillis(5).toNanos();
    /** Later than this is more than a busy scheduler. */
    private static final long LATE = Duration.ofMillis(50).toNanos();

    private final Queue<Pause> seen = new ConcurrentLinkedQueue<>();
    private volatile long awake;
    private volatile boolean closed;

    /** From its last time awake to the next, {@link System#nanoTime()}. */
    private record Pause(long from, long to) {

        long within(long begin, long end) {
            return Math.max(0, Math.min(to, end) - Math.max(from, begin));
        }
    }

    /** Without a thread of its own. */
    Pauses(long now) {
        awake = now;
    }

    static Pauses watch() {
        Pauses pauses = new Pauses(System.nanoTime());
        Thread witness = new Thread(pauses::keepAwake, "pauses");
        witness.setDaemon(true);
        witness.start();
        return pauses;
    }

    private void keepAwake() {
        while (!closed) {
            LockSupport.parkNanos(BEAT);
            woke(System.nanoTime());
        }
    }

    void woke(long now) {
        if (now - awake >= LATE) {
            seen.add(new Pause(awake, now));
        }
        awake = now;
    }

    /** How much of the time between these instants the process stood still, in ns. */
    long within(long begin, long end) {
        return seen.stream().mapToLong(pause -> pause.within(begin, end)).sum();
    }

    @Override
    public void close() {
        closed = true;
    }
}
