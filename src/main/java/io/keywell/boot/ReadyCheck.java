package io.keywell.boot;

import io.keywell.boot.ConfigStatus.Rejection;
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
 * replicas have the same, and callers are better off with an honest answer than with none. They are told as data. Only
 * a replica that is about to stop is not ready.
 */
@Readiness
@Singleton
final class ReadyCheck implements HealthCheck {

    private final ConfigStatus config;
    private final KeylessProviders keyless;
    private final Turnstile turnstile;
    private final StoreView store;
    private final DatabaseView database;
    private final Drain drain;

    ReadyCheck(
            ConfigStatus config,
            KeylessProviders keyless,
            Turnstile turnstile,
            StoreView store,
            DatabaseView database,
            Drain drain) {
        this.config = config;
        this.keyless = keyless;
        this.turnstile = turnstile;
        this.store = store;
        this.database = database;
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("keywell").status(!drain.begun());
        if (drain.begun()) {
            health.withData("draining", true);
        }
        configuration(health, config.state());
        health.withData("quota-store", store.name());
        health.withData("quota-store-mode", store.mode());
        health.withData("quota-store-mode-since", time(store.sinceMillis()));
        database.describe(health);
        health.withData("waiting", turnstile.waiting().waiting());
        List<String> without = keyless.names();
        health.withData("providers", keyless.outOf());
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
}
