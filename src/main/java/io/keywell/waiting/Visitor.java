package io.keywell.waiting;

/**
 * One request as the waiting room sees it. The room knows nothing of pools or models: it asks the visitor to try, and
 * tells it how it ended. The room calls all methods under its own lock except {@link #admitted} and {@link #refused},
 * of which exactly one is called exactly once unless the visitor leaves first.
 *
 * @param <T> what is taken: a candidate with its permit
 */
public interface Visitor<T> {

    /** The flow that the request belongs to; flows share capacity by weight. */
    String consumer();

    /** The consumer's share, 1..16. */
    int weight();

    /** What the request waits for: its model. Visitors of the same line compete for the same capacity. */
    String line();

    /** Epoch milliseconds after which it does not want to wait; in the past = it does not wait at all. */
    long deadlineMillis();

    /** Tries to take a permit now. Fast, never blocks. */
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
