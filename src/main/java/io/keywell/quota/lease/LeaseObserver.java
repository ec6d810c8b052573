package io.keywell.quota.lease;

import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;

/** Told of what happens between this replica and the cluster. Called on any thread, must not block. */
public interface LeaseObserver {

    LeaseObserver NONE = new LeaseObserver() {};

    /** What the cluster was asked to do. */
    enum Operation {
        READ,
        CREATE,
        SWAP
    }

    /** What came of it. */
    enum Outcome {
        DONE,
        /** Another replica was faster: nothing was changed. */
        LOST,
        /** Nothing was changed, because the cluster could not be asked. */
        REFUSED,
        /** Nobody knows. */
        UNKNOWN
    }

    default void operation(Operation operation, Outcome outcome, long nanos) {}

    default void leased(QuotaKey key, Dimension dimension, long amount) {}

    /** Leased and not used: another replica may have it. */
    default void returned(QuotaKey key, Dimension dimension, long amount) {}

    /** The outcome of a lease is not known, so it is not used. */
    default void forfeited(QuotaKey key, Dimension dimension, long amount) {}

    /** A forfeited lease turned out to have been granted. */
    default void claimed(QuotaKey key, Dimension dimension, long amount) {}

    /** Denied without asking the cluster, which would have said the same. */
    default void deniedLocally(QuotaKey key) {}

    /** A lease followed another one that was this old. */
    default void leaseAge(QuotaKey key, long millis) {}

    /** This replica's clock is this far behind one that wrote the key's state: it gets nothing until it has caught up. */
    default void clockBehind(QuotaKey key, long millis) {}

    /** Something that should not happen: a value of the cluster that nobody can read, or a mistake of ours. */
    default void fault(QuotaKey key, RuntimeException fault) {}

    default void stateChanged(StoreState before, StoreState now) {}
}
