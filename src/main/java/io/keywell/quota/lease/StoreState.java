package io.keywell.quota.lease;

/**
 * How the store is, for readiness, metrics and operators.
 *
 * @param outage what holds while the status is {@link Status#DEGRADED} or {@link Status#DOWN}
 * @param sinceMillis epoch milliseconds at which the status began
 */
public record StoreState(Status status, Outage outage, long sinceMillis) {

    public enum Status {
        UP,
        /** The cluster's state was lost: what is spent is gathered again, until then nothing is granted. */
        LEARNING,
        /** The cluster cannot be asked; a part of each limit is spent without it. */
        DEGRADED,
        /** The cluster cannot be asked; what is leased is all there is. */
        DOWN
    }
}
