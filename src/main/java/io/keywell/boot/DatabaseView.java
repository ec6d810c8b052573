package io.keywell.boot;

import io.keywell.governance.database.DatabaseStatus;
import io.keywell.governance.source.CatalogFollower;
import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Tells of the database in health and metrics. */
@Singleton
final class DatabaseView {

    private final DatabaseStatus status;
    private final CatalogFollower follower;
    private final LedgerRun ledger;

    DatabaseView(DatabaseStatus status, CatalogFollower follower, LedgerRun ledger) {
        this.status = status;
        this.follower = follower;
        this.ledger = ledger;
    }

    void register(@Observes StartupEvent event, MeterRegistry registry) {
        Gauge.builder(
                        MetricNames.DATABASE_UP,
                        status,
                        database -> database.state().up() ? 1 : 0)
                .register(registry);
        Gauge.builder(MetricNames.ROWS_READABLE, follower, rows -> rows.fault() == null ? 1 : 0)
                .register(registry);
        Gauge.builder(MetricNames.ROWS_REFUSED, follower, rows -> rows.problems()
                        .size())
                .register(registry);
    }

    void describe(HealthCheckResponseBuilder health) {
        DatabaseStatus.State state = status.state();
        health.withData("database", status.mode().name().toLowerCase(Locale.ROOT));
        health.withData("database-up", state.up());
        health.withData(
                "database-since", Instant.ofEpochMilli(state.sinceMillis()).toString());
        if (ledger.trouble() != null) {
            health.withData("ledger", "records wait in the journal");
        }
        String fault = follower.fault();
        if (fault != null) {
            health.withData("database-rows-unreadable", fault);
        }
        if (!follower.problems().isEmpty()) {
            health.withData("database-rows-refused", follower.problems().size());
        }
    }
}
