package io.keywell.waiting;

import java.util.Comparator;
import java.util.TreeSet;

/** The requests of one consumer in one line: promised ones by their time, then first come first served. */
final class Flow<T> {

    static final Comparator<Flow<?>> BY_START = Comparator.<Flow<?>>comparingLong(f -> f.share.start)
            .thenComparingLong(f -> f.share.turn)
            .thenComparingLong(f -> f.share.number);

    /** The rate of arrivals is an average over so long, or over all the time that the flow is known. */
    private static final double MEMORY_SECONDS = 60;

    private static final double NEGLIGIBLE_PER_SECOND = 0.01;

    final Line<T> line;
    final Share<T> share;
    final TreeSet<Waiter<T>> waiters = new TreeSet<>(Waiter.BY_RANK);
    final Promises promises = new Promises();

    /** How many of the waiters were promised this. */
    int promisedWaiters;

    /** Requests that were ever served through the room. */
    long served;

    private double recentlyServed;
    private long servedBefore;
    private int arrivals;
    private double knownSeconds;
    private double arrivalsPerSecond;

    Flow(Line<T> line, Share<T> share) {
        this.line = line;
        this.share = share;
    }

    /** Requests that will want to be served: those here and those expected back. */
    double outstanding() {
        return waiters.size() + expectedBack();
    }

    /** Requests that were refused for now and will want to be served. */
    double expectedBack() {
        return promises.size() * share.claimRate();
    }

    /** One more came that had not been promised anything. */
    void arrived() {
        arrivals++;
    }

    /** Smoothed, of those that had not been promised anything. */
    double arrivalsPerSecond() {
        return arrivalsPerSecond;
    }

    /** Takes the arrivals of the last seconds into the rate. */
    void pass(double seconds) {
        knownSeconds = Math.min(MEMORY_SECONDS, knownSeconds + seconds);
        arrivalsPerSecond += (arrivals / seconds - arrivalsPerSecond) * Math.min(1, seconds / knownSeconds);
        arrivals = 0;
    }

    /** It was served once. */
    void served() {
        served++;
        line.served++;
    }

    /** Lets what was served before fade to this part of it; that and what was served since. */
    double fade(double kept) {
        recentlyServed = recentlyServed * kept + served - servedBefore;
        servedBefore = served;
        return recentlyServed;
    }

    /** Nothing is known of it that matters. */
    boolean idle() {
        return waiters.isEmpty() && promises.size() == 0 && arrivalsPerSecond < NEGLIGIBLE_PER_SECOND;
    }
}
