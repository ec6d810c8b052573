package io.keywell.quota.lease;

import io.keywell.core.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Stops asking a cluster that does not answer. Closed until several operations in a row have failed; then open until a
 * probe succeeds, with longer and longer times between the probes. The one who probes is {@link IncarnationWatch}.
 */
final class Breaker {

    private static final int FAILURES = 5;
    private static final long FIRST_PROBE_MILLIS = 200;
    private static final long LAST_PROBE_MILLIS = 1_000;

    private final Clock clock;
    private final Runnable listener;
    private int failures;
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
        failures = 0;
        waitMillis = written ? FIRST_PROBE_MILLIS : waitMillis;
    }

    void failed() {
        boolean opened;
        synchronized (this) {
            failures++;
            opened = !open && failures >= FAILURES;
            if (opened) {
                open = true;
                waitForProbe();
            }
        }
        if (opened) {
            listener.run();
        }
    }

    /** What came of a probe. */
    void probed(boolean success) {
        boolean closed;
        synchronized (this) {
            closed = open && success;
            open &= !success;
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
