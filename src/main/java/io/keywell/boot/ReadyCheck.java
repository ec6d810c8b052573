package io.keywell.boot;

import io.keywell.boot.ConfigStatus.Rejection;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.quota.KeyStates;
import io.keywell.upstream.Turnstile;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * What {@code /q/health/ready} says. It is up from the moment the port is open, because nothing opens before a catalog is
 * in force. A refused change, an empty pool or a resting provider do not take a replica out of service: the other
 * replicas have the same, and callers are better off with an honest answer than with none. They are told as data.
 */
@Readiness
@Singleton
final class ReadyCheck implements HealthCheck {

    private final CatalogRef catalog;
    private final ConfigStatus config;
    private final KeyStates keys;
    private final Turnstile turnstile;
    private final StoreView store;

    ReadyCheck(CatalogRef catalog, ConfigStatus config, KeyStates keys, Turnstile turnstile, StoreView store) {
        this.catalog = catalog;
        this.config = config;
        this.keys = keys;
        this.turnstile = turnstile;
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("keywell").up();
        configuration(health, config.state());
        health.withData("quota-store", store.name());
        health.withData("quota-store-mode", store.mode());
        health.withData("quota-store-mode-since", time(store.sinceMillis()));
        health.withData("waiting", turnstile.waiting().waiting());
        List<String> without = catalog.current().providers().stream()
                .filter(provider -> !hasActiveKey(provider))
                .map(Provider::name)
                .sorted()
                .toList();
        health.withData("providers", catalog.current().providers().size());
        if (!without.isEmpty()) {
            health.withData("providers-without-active-key", String.join(", ", without));
        }
        return health.build();
    }

    private static void configuration(HealthCheckResponseBuilder health, ConfigStatus.State state) {
        Rejection rejection = state.rejection();
        health.withData("config", rejection == null ? "in force" : "change refused, the old one stays");
        health.withData("config-loaded-at", time(state.loadedAtMillis()));
        if (rejection != null) {
            health.withData("config-refused-since", time(rejection.sinceMillis()));
            health.withData("config-refused-because", rejection.message());
        }
    }

    private static String time(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }

    private boolean hasActiveKey(Provider provider) {
        for (Pool pool : provider.pools()) {
            if (pool.keys().stream().anyMatch(key -> keys.of(pool, key).equals(KeyStates.ACTIVE))) {
                return true;
            }
        }
        return false;
    }
}
