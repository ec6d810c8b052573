package io.keywell.waiting;

import org.jspecify.annotations.Nullable;

/** One timer for the whole room, at the earliest time that was asked for. Guarded by the room's lock. */
final class Alarm {

    private final Timers timers;
    private final Runnable task;
    private Timers.@Nullable Cancel pending;
    private long pendingMillis = Long.MAX_VALUE;

    Alarm(Timers timers, Runnable task) {
        this.timers = timers;
        this.task = task;
    }

    /** Rings at that time or earlier, at least a millisecond from now. */
    void by(long atMillis, long now) {
        long at = Math.max(atMillis, now + 1);
        if (at < pendingMillis) {
            stop();
            pendingMillis = at;
            pending = timers.at(at - now, task);
        }
    }

    /** It rang: the next time may be any. */
    void rang() {
        pending = null;
        pendingMillis = Long.MAX_VALUE;
    }

    void stop() {
        if (pending != null) {
            pending.cancel();
        }
        rang();
    }
}
