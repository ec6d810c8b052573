package io.keywell.waiting;

import io.keywell.waiting.Taking.Dry;
import io.keywell.waiting.Weighing.LinePart;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** All who compete for the same capacity. Guarded by the room's lock, but for {@link #isQuiet}. */
final class Line<T> {

    final String name;

    /** Its name in notes. */
    final long id;

    /** By consumer: all with someone waiting or a promise outstanding, and some idle ones until the next sweep. */
    final Map<String, Flow<T>> flows = new LinkedHashMap<>();

    /** Those with someone waiting, next one first. */
    final TreeSet<Flow<T>> backlog = new TreeSet<>(Flow.BY_START);

    /** Requests that were ever served through the room. */
    long served;

    private long servedBefore;
    private double dryForSeconds;
    private LinePart part = LinePart.ALL;
    private int waiting;
    private int promised;
    private volatile boolean quiet = true;
    private long dryUntilMillis = Long.MIN_VALUE;
    private long dryEpoch;
    private boolean asking;

    Line(String name) {
        this.name = name;
        this.id = NeighbourNote.id(name);
    }

    /**
     * Nobody waits, here or in another replica, and nobody was promised anything: who comes may take what there is. Any
     * thread may ask.
     */
    boolean isQuiet() {
        return quiet;
    }

    /** What the notes of all replicas say of it. */
    void follow(LinePart now) {
        part = now;
        refreshQuiet();
    }

    LinePart part() {
        return part;
    }

    /** Nothing is known of it that matters. */
    boolean idle() {
        return flows.isEmpty() && !part.contended();
    }

    /**
     * How much of what was served earlier still tells who will want how much where, 0..1, with so many seconds more gone.
     * While some wait and nobody is served nothing fades: what was served last is the best guess of what comes next.
     */
    double keptAfter(double seconds) {
        dryForSeconds += seconds;
        if (waiting > 0 && served == servedBefore) {
            return 1;
        }
        double kept = Math.exp(-dryForSeconds / Picture.HORIZON_SECONDS);
        servedBefore = served;
        dryForSeconds = 0;
        return kept;
    }

    int waiting() {
        return waiting;
    }

    void count(int moreWaiting, int morePromised) {
        waiting += moreWaiting;
        promised += morePromised;
        refreshQuiet();
    }

    private void refreshQuiet() {
        quiet = waiting == 0 && promised == 0 && !part.contended();
    }

    /** A try found nothing; it stays so until then unless capacity comes back, which starts a new epoch. */
    void dry(Dry<T> found, long now, long epoch) {
        dryUntilMillis = Math.max(found.earliestMillis(), now + 1);
        dryEpoch = epoch;
        asking = found.asking();
    }

    /** The last try found nothing because those who count had not answered yet. */
    boolean isBeingAsked() {
        return asking;
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
