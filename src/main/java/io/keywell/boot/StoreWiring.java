package io.keywell.boot;

import io.keywell.core.Clock;
import io.keywell.quota.Notes;
import io.keywell.quota.QuotaSettings;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.lease.LeaseSettings;
import io.keywell.quota.lease.LeasingQuotaStore;
import io.keywell.quota.local.LocalQuotaStore;
import io.keywell.waiting.Timers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;

/** Makes the quota store that is configured. */
final class StoreWiring {

    @Produces
    @Singleton
    QuotaStore quotaStore(
            QuotaSettings settings,
            Replicas replicas,
            Clock clock,
            Timers timers,
            RandomGenerator random,
            MeterRegistry registry) {
        return switch (settings.store()) {
            case LOCAL -> new LocalQuotaStore(clock);
            case INFINISPAN ->
                new LeasingQuotaStore(
                        replicas.cells(),
                        clock,
                        timers::at,
                        random,
                        LeaseSettings.of(random.nextLong(), Outages.of(settings)),
                        new StoreEvents(registry));
        };
    }

    @Produces
    @Singleton
    StoreView view(QuotaStore store, Clock clock) {
        return store instanceof LeasingQuotaStore leasing
                ? new StoreView.Leasing(leasing)
                : new StoreView.InMemory((LocalQuotaStore) store, clock.epochMillis());
    }

    @Produces
    @Singleton
    Notes notes(Replicas replicas) {
        return replicas.notes();
    }

    void start(@Observes StartupEvent event, QuotaStore store) {
        if (store instanceof LeasingQuotaStore leasing) {
            leasing.start();
        }
    }

    /** Calls may still end: what is in memory stays until the process ends. */
    void stop(@Observes ShutdownEvent event, QuotaStore store) {
        if (store instanceof LeasingQuotaStore leasing) {
            leasing.close();
        }
    }
}
