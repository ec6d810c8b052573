package io.keywell.waiting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** All who compete for the same capacity. Guarded by the room's lock, but for {@link #isQuiet}. */
final class Line<T> {

    final String name;

    /** By consumer: all with someone waiting or a promise outstanding, and some idle ones until the next sweep. */
    final Map<String, Flow<T>> flows = new LinkedHashMap<>();

    /** Those with someone waiting, next one first. */
    final TreeSet<Flow<T>> backlog = new TreeSet<>(Flow.BY_START);

    private volatile int waiting;
    private volatile int promised;
    private long dryUntilMillis = Long.MIN_VALUE;
    private long dryEpoch;

    Line(String name) {
        this.name = name;
    }

    /** Nobody waits and nobody was promised anything: who comes may take what there is. Any thread may ask. */
    boolean isQuiet() {
        return waiting == 0 && promised == 0;
    }

    int waiting() {
        return waiting;
    }

    void count(int moreWaiting, int morePromised) {
        waiting = waiting + moreWaiting;
        promised = promised + morePromised;
    }

    /** A try found nothing; it stays so until then unless capacity comes back, which starts a new epoch. */
    void dry(long untilMillis, long epoch) {
        dryUntilMillis = untilMillis;
        dryEpoch = epoch;
    }

    void tryAgain() {
        dryUntilMillis = Long.MIN_VALUE;
    }

    boolean isDry(long now, long epoch) {
        return dryEpoch == epoch && now < dryUntilMillis;
    }

    long dryUntilMillis() {
        return dryUntilMillis;
    }
}
