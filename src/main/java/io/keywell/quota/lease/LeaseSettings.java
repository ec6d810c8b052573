package io.keywell.quota.lease;

import io.keywell.quota.rule.Precision;

/**
 * @param replica this replica's number among all that ever were: random, a new one for each life of the process
 * @param settleMillis how long a replica that finds the cluster without any state waits for others that remember one
 * @param ours how windows are cut that only we count
 * @param providers how windows are cut that a provider counts as well
 */
public record LeaseSettings(long replica, Outage outage, long settleMillis, Precision ours, Precision providers) {

    private static final long SETTLE_MILLIS = 3_000;

    /** A second. */
    private static final Precision OURS = new Precision(60, 0);

    /**
     * The guard is one whole slot, so that what comes free does so at a slot's begin, where leases begin as well. Of a
     * minute 60 / (60 + 0.6 + 0.6) = 98.0 % can be used under saturation; a second of each would leave 96.8 %.
     */
    private static final Precision PROVIDERS = new Precision(100, 600);

    public static LeaseSettings of(long replica, Outage outage) {
        return new LeaseSettings(replica, outage, SETTLE_MILLIS, OURS, PROVIDERS);
    }

    Precision precision(String kind) {
        return kind.equals("pool") ? providers : ours;
    }
}
