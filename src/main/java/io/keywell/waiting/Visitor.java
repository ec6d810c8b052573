package io.keywell.waiting;

/**
 * One request as the waiting room sees it. The room knows nothing of pools or models: it asks the visitor to try, and
 * tells it how it ended. Exactly one of {@link #admitted} and {@link #refused} is called, exactly once, unless the
 * visitor leaves first; both come outside the room's lock, on whichever thread found the end, and perhaps before
 * {@link WaitingRoom#enter} has returned. All other methods are called by one thread at a time, mostly under the room's
 * lock: they are fast, do not block, do not throw and do not call the room.
 *
 * @param <T> what is taken: a candidate with its permit
 */
public interface Visitor<T> {

    /** The flow that the request belongs to; flows share capacity by weight. */
    String consumer();

    /** The consumer's share, 1..16. */
    int weight();

    /**
     * What the request waits for. Visitors of the same line compete for the same capacity and are served strictly in
     * order, so requests that may go to quite different pools belong in different lines.
     */
    String line();

    /** Epoch milliseconds after which it does not want to wait; in the past = it does not wait at all. */
    long deadlineMillis();

    /**
     * The same number for a retry of the same request, say a hash of its body; 0 = unknown. It keeps a fresh request
     * from taking the place that was promised to a refused one of the same consumer.
     */
    default long fingerprint() {
        return 0;
    }

    /** Tries to take a permit now. */
    Taking<T> tryTake();

    /**
     * How many requests like this one could be granted from now until then if nobody else took any.
     *
     * @return at most {@code enough}
     */
    long grantable(long untilMillis, long enough);

    /** It has what it came for; from here it owns it. */
    void admitted(T taken, long waitedMillis);

    /** It is not served. */
    void refused(Refusal refusal);
}
