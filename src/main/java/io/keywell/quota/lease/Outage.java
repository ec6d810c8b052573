package io.keywell.quota.lease;

/** What a replica may spend while the cluster cannot be asked, beyond what it has leased. */
public sealed interface Outage {

    Outage CLOSED = new Closed();

    /** Nothing: never over a limit. */
    record Closed() implements Outage {}

    /**
     * A replica's part of each limit in every window, less what it has spent in it. In the window in which the outage
     * begins, or when only some replicas are cut off, less than twice the limit is spent altogether.
     *
     * @param mostReplicas how many replicas there may be
     */
    record DegradedShare(int mostReplicas) implements Outage {
        public DegradedShare {
            if (mostReplicas < 1) {
                throw new IllegalArgumentException("replicas: " + mostReplicas + "; expected at least 1");
            }
        }
    }

    /**
     * A replica's part of what is always held back for an outage: never over a limit, at the price of that much use.
     *
     * @param mostReplicas how many replicas there may be
     * @param part what is held back of each limit, above 0 and below 1
     */
    record Escrow(int mostReplicas, double part) implements Outage {
        public Escrow {
            if (mostReplicas < 1) {
                throw new IllegalArgumentException("replicas: " + mostReplicas + "; expected at least 1");
            }
            if (!(part > 0 && part < 1)) {
                throw new IllegalArgumentException("escrow: " + part + "; expected more than 0 and less than 1");
            }
        }
    }
}
