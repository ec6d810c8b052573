package io.keywell.quota.lease;

import io.keywell.core.Clock;
import java.util.random.RandomGenerator;

/** What all accounts of this replica have in common. */
record Replica(
        LeaseSettings settings,
        Clock clock,
        Timers timers,
        RandomGenerator random,
        Cluster cluster,
        IncarnationWatch watch) {

    LeaseObserver observer() {
        return cluster.observer();
    }

    boolean isStopped() {
        return watch.isStopped();
    }

    boolean isCutOff() {
        return watch.known() == null || cluster.breaker().isOpen();
    }
}
