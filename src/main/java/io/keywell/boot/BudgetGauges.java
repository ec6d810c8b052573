package io.keywell.boot;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Budget;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Consumer;
import io.keywell.core.Level;
import io.keywell.core.QuotaKey;
import io.keywell.quota.QuotaStore;
import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** How much of each budget is spent or reserved, as metrics, and a warning in the log. Read off the request path. */
@Singleton
final class BudgetGauges {

    private static final Logger LOG = Logger.getLogger(BudgetGauges.class);
    private static final long EVERY_MILLIS = 2_000;

    private final CatalogRef catalog;
    private final QuotaStore store;
    private final Set<QuotaKey> warned = new HashSet<>();

    BudgetGauges(CatalogRef catalog, QuotaStore store) {
        this.catalog = catalog;
        this.store = store;
    }

    void start(@Observes StartupEvent event, MeterRegistry registry, Vertx vertx) {
        MultiGauge consumers = MultiGauge.builder(MetricNames.BUDGET_USED).register(registry);
        MultiGauge teams = MultiGauge.builder(MetricNames.TEAM_BUDGET_USED).register(registry);
        read(consumers, teams);
        vertx.setPeriodic(EVERY_MILLIS, ignored -> vertx.executeBlocking(() -> read(consumers, teams), true));
    }

    private synchronized Void read(MultiGauge consumers, MultiGauge teams) {
        Map<String, Row<?>> byConsumer = new HashMap<>();
        Map<String, Row<?>> byTeam = new HashMap<>();
        Catalog now = catalog.current();
        now.consumers().forEach(consumer -> add(consumer, byConsumer, byTeam));
        add(now.anonymous().consumer(), byConsumer, byTeam);
        consumers.register(List.copyOf(byConsumer.values()), true);
        teams.register(List.copyOf(byTeam.values()), true);
        return null;
    }

    private void add(Consumer consumer, Map<String, Row<?>> byConsumer, Map<String, Row<?>> byTeam) {
        for (Allowance allowance : consumer.allowances()) {
            Budget budget = allowance.budget();
            String team = consumer.team();
            if (budget == null) {
                continue;
            }
            if (!allowance.shared()) {
                double used = used(allowance, budget, "Consumer " + consumer.name());
                byConsumer.put(consumer.name(), Row.of(Tags.of("consumer", consumer.name()), used));
            } else if (team != null && !byTeam.containsKey(team)) {
                byTeam.put(team, Row.of(Tags.of("team", team), used(allowance, budget, "Team " + team)));
            }
        }
    }

    private double used(Allowance allowance, Budget budget, String who) {
        double used = 0;
        for (Level level :
                store.account(allowance.account(), allowance.limits()).levels()) {
            used = 1 - (double) level.left() / level.limit();
        }
        if (used < budget.soft()) {
            warned.remove(allowance.account());
        } else if (warned.add(allowance.account())) {
            LOG.warnf("%s has used %.0f %% of its budget", who, 100 * used);
        }
        return used;
    }
}
