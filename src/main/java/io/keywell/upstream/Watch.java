package io.keywell.upstream;

import io.keywell.core.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time-outs of one attempt: silence before the head, silence between pieces, and the whole. It costs a clock reading
 * for each piece; {@link Watches} looks at it now and then. Lives on one event loop.
 */
final class Watch {

    private final Watches watches;
    private final Clock clock;
    private final long totalEndNanos;
    private final Runnable expired;
    private long silenceNanos;
    private long lastSignNanos;
    private boolean paused;

    // The neighbours in the list of the event loop's watches; null when it is in none.
    @Nullable
    Watch before;

    @Nullable
    Watch after;

    /**
     * @param totalEndNanos on the monotonic clock
     * @param expired called on the event loop, at most once
     */
    Watch(Watches watches, Clock clock, long totalEndNanos, Runnable expired) {
        this.watches = watches;
        this.clock = clock;
        this.totalEndNanos = totalEndNanos;
        this.expired = expired;
    }

    void start(Duration silence) {
        allow(silence);
        watches.add(this);
    }

    /** From now on another length of silence counts. */
    void allow(Duration silence) {
        silenceNanos = silence.toNanos();
        sign();
    }

    /** Something came from the provider. */
    void sign() {
        lastSignNanos = clock.nanoTime();
    }

    /** While the caller does not read, the provider's silence is our own doing. */
    void paused(boolean now) {
        paused = now;
        sign();
    }

    void stop() {
        watches.remove(this);
    }

    /** Expires when it is time. */
    void look(long nowNanos) {
        if (paused) {
            lastSignNanos = nowNanos;
        }
        if (nowNanos - totalEndNanos >= 0 || nowNanos - lastSignNanos >= silenceNanos) {
            stop();
            expired.run();
        }
    }
}
