package io.keywell.boot;

import io.keywell.quota.local.LocalQuotaStore;
import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** How the replica itself is, as metrics. Each is one read of a field, made when it is scraped. */
@Singleton
final class StateGauges {

    void start(@Observes StartupEvent event, MeterRegistry registry, ConfigStatus config, LocalQuotaStore store) {
        Gauge.builder(MetricNames.CONFIG_REJECTED, config, StateGauges::rejected)
                .description("1 while the files differ from the configuration in force because they are wrong")
                .register(registry);
        // In memory: it is up as long as the process is.
        Gauge.builder(MetricNames.STORE_UP, store, ignored -> 1)
                .tag("store", "local")
                .register(registry);
        Gauge.builder(MetricNames.PERMITS_OPEN, store, LocalQuotaStore::openPermits)
                .register(registry);
    }

    private static int rejected(ConfigStatus config) {
        return config.state().rejection() == null ? 0 : 1;
    }
}
