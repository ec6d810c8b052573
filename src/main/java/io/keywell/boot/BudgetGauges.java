package io.keywell.boot;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Budget;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Consumer;
import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.core.QuotaKey;
import io.keywell.governance.live.Events;
import io.keywell.quota.QuotaStore;
import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * How much of each budget is spent or reserved, as metrics; what passes a threshold is also told to operators. Read off the
 * request path. With very many budgets nobody reads them all: then the {@link #MANY} that are nearest to their end have rows.
 */
@Singleton
final class BudgetGauges {

    static final int MANY = 1_000;

    private static final Logger LOG = Logger.getLogger(BudgetGauges.class);
    private static final long EVERY_MILLIS = 2_000;

    private final CatalogRef catalog;
    private final QuotaStore store;
    private final BiConsumer<String, Map<String, Object>> events;

    /** Of the budgets that have passed a threshold. */
    private Map<QuotaKey, State> states = new HashMap<>();

    @Inject
    BudgetGauges(CatalogRef catalog, QuotaStore store, Events events) {
        this(catalog, store, events::report);
    }

    BudgetGauges(CatalogRef catalog, QuotaStore store, BiConsumer<String, Map<String, Object>> events) {
        this.catalog = catalog;
        this.store = store;
        this.events = events;
    }

    private enum State {
        WITHIN,
        SOFT,
        SPENT
    }

    /**
     * @param kind {@code consumer} or {@code team}
     * @param used what is spent or reserved, as a part of the budget; more than 1 when calls cost more than was reserved
     */
    private record Use(String kind, String name, QuotaKey account, double used, State state) {

        Row<?> row() {
            return Row.of(Tags.of(kind, name), used);
        }
    }

    void start(@Observes StartupEvent event, MeterRegistry registry, Vertx vertx) {
        Callable<Void> reading = reading(registry);
        vertx.setPeriodic(EVERY_MILLIS, ignored -> vertx.executeBlocking(reading, true));
    }

    /** Reads once, and again whenever what it returns is called. */
    Callable<Void> reading(MeterRegistry registry) {
        MultiGauge consumers = MultiGauge.builder(MetricNames.BUDGET_USED).register(registry);
        MultiGauge teams = MultiGauge.builder(MetricNames.TEAM_BUDGET_USED).register(registry);
        read(consumers, teams);
        return () -> read(consumers, teams);
    }

    private synchronized Void read(MultiGauge consumers, MultiGauge teams) {
        Collection<Use> uses = uses(catalog.current());
        consumers.register(rows(uses, "consumer"), true);
        teams.register(rows(uses, "team"), true);
        tell(uses);
        return null;
    }

    private static List<Row<?>> rows(Collection<Use> uses, String kind) {
        List<Row<?>> rows = new ArrayList<>();
        uses.stream()
                .filter(use -> use.kind().equals(kind))
                .sorted(Comparator.comparingDouble(Use::used).reversed())
                .limit(MANY)
                .forEach(use -> rows.add(use.row()));
        return rows;
    }

    private Collection<Use> uses(Catalog now) {
        Map<QuotaKey, Use> uses = new HashMap<>();
        now.consumers().forEach(consumer -> add(consumer, uses));
        add(now.anonymous().consumer(), uses);
        return uses.values();
    }

    private void add(Consumer consumer, Map<QuotaKey, Use> uses) {
        for (Allowance allowance : consumer.allowances()) {
            Budget budget = allowance.budget();
            String owner = allowance.shared() ? consumer.team() : consumer.name();
            if (budget != null && owner != null && !uses.containsKey(allowance.account())) {
                double used = used(allowance);
                State state = used >= 1 ? State.SPENT : used >= budget.soft() ? State.SOFT : State.WITHIN;
                String kind = allowance.shared() ? "team" : "consumer";
                uses.put(allowance.account(), new Use(kind, owner, allowance.account(), used, state));
            }
        }
    }

    private double used(Allowance allowance) {
        for (Level level :
                store.account(allowance.account(), allowance.limits()).levels()) {
            if (level.dimension() == Dimension.BUDGET) {
                return (double) (level.limit() - level.left() + level.over()) / level.limit();
            }
        }
        return 0;
    }

    /** Each threshold once, when it is passed; also the way back, with a new period or a larger budget. */
    private void tell(Collection<Use> uses) {
        Map<QuotaKey, State> now = new HashMap<>();
        for (Use use : uses) {
            State before = states.getOrDefault(use.account(), State.WITHIN);
            if (use.state() != State.WITHIN) {
                now.put(use.account(), use.state());
            }
            if (use.state() != before) {
                events.accept(
                        "budget",
                        Map.of(
                                use.kind(),
                                use.name(),
                                "state",
                                use.state().name().toLowerCase(Locale.ROOT),
                                "before",
                                before.name().toLowerCase(Locale.ROOT),
                                "used",
                                Math.round(use.used() * 1_000) / 1_000.0));
            }
            if (use.state().compareTo(before) > 0) {
                LOG.warnf("The %s %s has used %.0f %% of its budget", use.kind(), use.name(), 100 * use.used());
            }
        }
        states = now;
    }
}
