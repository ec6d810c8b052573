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
import java.util.function.ToDoubleFunction;
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
     * @param soft the part from which on the operator is warned
     */
    private record Use(String kind, String name, QuotaKey account, double used, double soft) {

        State state() {
            return used >= 1 ? State.SPENT : used >= soft ? State.SOFT : State.WITHIN;
        }
    }

    /** The metrics of one kind. */
    private record Meters(String kind, MultiGauge used, MultiGauge soft) {

        static Meters of(String kind, String used, String soft, MeterRegistry registry) {
            return new Meters(
                    kind,
                    MultiGauge.builder(used).register(registry),
                    MultiGauge.builder(soft).register(registry));
        }

        void put(Collection<Use> uses) {
            List<Use> shown = uses.stream()
                    .filter(use -> use.kind().equals(kind))
                    .sorted(Comparator.comparingDouble(Use::used).reversed())
                    .limit(MANY)
                    .toList();
            used.register(rows(shown, Use::used), true);
            List<Use> own = shown.stream()
                    .filter(use -> use.soft() != Budget.DEFAULT_SOFT)
                    .toList();
            soft.register(rows(own, Use::soft), true);
        }

        private List<Row<?>> rows(List<Use> uses, ToDoubleFunction<Use> value) {
            List<Row<?>> rows = new ArrayList<>();
            uses.forEach(use -> rows.add(Row.of(Tags.of(kind, use.name()), value.applyAsDouble(use))));
            return rows;
        }
    }

    void start(@Observes StartupEvent event, MeterRegistry registry, Vertx vertx) {
        Callable<Void> reading = reading(registry);
        vertx.setPeriodic(EVERY_MILLIS, ignored -> vertx.executeBlocking(reading, true));
    }

    /** Reads once, and again whenever what it returns is called. */
    Callable<Void> reading(MeterRegistry registry) {
        List<Meters> meters = List.of(
                Meters.of("consumer", MetricNames.BUDGET_USED, MetricNames.BUDGET_SOFT, registry),
                Meters.of("team", MetricNames.TEAM_BUDGET_USED, MetricNames.TEAM_BUDGET_SOFT, registry));
        read(meters);
        return () -> read(meters);
    }

    private synchronized Void read(List<Meters> meters) {
        Collection<Use> uses = uses(catalog.current());
        meters.forEach(each -> each.put(uses));
        tell(uses);
        return null;
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
                String kind = allowance.shared() ? "team" : "consumer";
                uses.put(
                        allowance.account(), new Use(kind, owner, allowance.account(), used(allowance), budget.soft()));
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
