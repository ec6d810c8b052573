package io.keywell.quota.lease;

import io.keywell.core.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Stops asking a cluster that does not answer. Closed until several reads or several writes in a row have failed; then open until a
 * probe succeeds, with longer and longer times between the probes. The one who probes is {@link IncarnationWatch}.
 */
final class Breaker {

    private static final int FAILURES = 5;
    private static final long FIRST_PROBE_MILLIS = 200;
    private static final long LAST_PROBE_MILLIS = 1_000;

    private final Clock clock;
    private final Runnable listener;
    private int reads;
    private int writes;
    private boolean open;
    private long waitMillis = FIRST_PROBE_MILLIS;
    private long probeNanos;

    /** @param listener told of each opening and closing, without a lock */
    Breaker(Clock clock, Runnable listener) {
        this.clock = clock;
        this.listener = listener;
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** How long until the next probe. */
    synchronized long probeInMillis() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(probeNanos - clock.nanoTime()));
    }

    /** Only what was written proves that the cluster is whole: reads may be answered by what is left of it. */
    synchronized void succeeded(boolean written) {
        reads = 0;
        if (written) {
            writes = 0;
            waitMillis = FIRST_PROBE_MILLIS;
        }
    }

    void failed(boolean write) {
        boolean opened;
        synchronized (this) {
            reads += write ? 0 : 1;
            writes += write ? 1 : 0;
            opened = !open && Math.max(reads, writes) >= FAILURES;
            if (opened) {
                open = true;
                waitForProbe();
            }
        }
        if (opened) {
            listener.run();
        }
    }

    /** What came of a probe, which reads: the first write that fails after it opens the breaker again. */
    void probed(boolean success) {
        boolean closed;
        synchronized (this) {
            closed = open && success;
            open &= !success;
            writes = closed ? Math.min(writes, FAILURES - 1) : writes;
            if (open) {
                waitForProbe();
            }
        }
        if (closed) {
            listener.run();
        }
    }

    private void waitForProbe() {
        probeNanos = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        waitMillis = Math.min(LAST_PROBE_MILLIS, 2 * waitMillis);
    }
}
