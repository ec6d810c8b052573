package io.keywell.boot;

import io.keywell.governance.live.StoreStatus;
import io.keywell.quota.lease.LeasingQuotaStore;
import io.keywell.quota.lease.StoreState.Status;
import io.keywell.quota.local.LocalQuotaStore;
import java.util.List;

/** The quota store in the words of health and metrics. */
interface StoreView extends StoreStatus {

    /** What {@link #mode()} may be. */
    List<String> MODES = List.of("up", "learning", "closed", "degraded-share", "escrow");

    /** Permits that have not ended yet. */
    long openPermits();

    /** In memory: it is up as long as the process is. */
    record InMemory(LocalQuotaStore store, long sinceMillis) implements StoreView {

        @Override
        public String name() {
            return "local";
        }

        @Override
        public String mode() {
            return "up";
        }

        @Override
        public boolean up() {
            return true;
        }

        @Override
        public long openPermits() {
            return store.openPermits();
        }
    }

    /** In a cluster. */
    record Leasing(LeasingQuotaStore store) implements StoreView {

        @Override
        public String name() {
            return "infinispan";
        }

        @Override
        public String mode() {
            return StoreEvents.mode(store.state());
        }

        @Override
        public long sinceMillis() {
            return store.state().sinceMillis();
        }

        @Override
        public boolean up() {
            Status status = store.state().status();
            return status == Status.UP || status == Status.LEARNING;
        }

        @Override
        public long openPermits() {
            return store.openPermits();
        }
    }
}
