package io.keywell.boot;

import io.keywell.ingress.Calls;
import io.keywell.telemetry.MetricNames;
import io.keywell.waiting.WaitingSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** How the replica itself is, as metrics. Each is one read of a field, made when it is scraped. */
@Singleton
final class StateGauges {

    void start(
            @Observes StartupEvent event,
            MeterRegistry registry,
            ConfigStatus config,
            StoreView store,
            Calls calls,
            WaitingSettings waiting) {
        Gauge.builder(MetricNames.CONFIG_REJECTED, config, StateGauges::rejected)
                .description("1 while the files differ from the configuration in force because they are wrong")
                .register(registry);
        Gauge.builder(MetricNames.STORE_UP, store, view -> view.up() ? 1 : 0)
                .tag("store", store.name())
                .register(registry);
        for (String mode : StoreView.MODES) {
            Gauge.builder(MetricNames.STORE_MODE, store, view -> view.mode().equals(mode) ? 1 : 0)
                    .tag("store", store.name())
                    .tag("mode", mode)
                    .register(registry);
        }
        Gauge.builder(MetricNames.PERMITS_OPEN, store, StoreView::openPermits).register(registry);
        Gauge.builder(MetricNames.CALLS_OPEN, calls, Calls::underWay).register(registry);
        Gauge.builder(MetricNames.WAITING_PLACES, waiting, WaitingSettings::maxQueued)
                .strongReference(true)
                .register(registry);
    }

    private static int rejected(ConfigStatus config) {
        return config.state().rejection() == null ? 0 : 1;
    }
}
