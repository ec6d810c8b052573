package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.AnonymousAccess;
import io.keywell.catalog.Budget;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Window;
import io.keywell.core.Clock;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.local.LocalQuotaStore;
import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetGaugesTest {

    private long nowMillis = Instant.parse("2026-03-17T12:34:56Z").toEpochMilli();
    private final LocalQuotaStore store = new LocalQuotaStore(new Clock() {
        @Override
        public long epochMillis() {
            return nowMillis;
        }

        @Override
        public long nanoTime() {
            return nowMillis * 1_000_000;
        }
    });
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> told = new ArrayList<>();

    private static Allowance money(QuotaKey owner) {
        return money(owner, 0.8);
    }

    private static Allowance money(QuotaKey owner, double soft) {
        Budget budget = new Budget(1_000, new Window.Calendar(Window.Period.DAY, ZoneOffset.UTC), soft);
        return Allowance.of(owner, Limits.NONE, budget).get(0);
    }

    private static Consumer consumer(String name, @Nullable String team, List<Allowance> allowances) {
        return new Consumer(name, team, List.of(), 4, Limits.NONE, -1, QuotaKey.consumer(name), allowances);
    }

    private Callable<Void> reading(Consumer... consumers) {
        Map<Sha256, Consumer> callers = new HashMap<>();
        for (Consumer consumer : consumers) {
            callers.put(Sha256.of(consumer.name()), consumer);
        }
        Catalog catalog =
                new Catalog(Map.of(), Map.of(), new ConsumerKeys(callers), Map.of(), AnonymousAccess.NONE, Map.of());
        return new BudgetGauges(new CatalogRef(catalog), store, (type, data) -> told.add(type + words(data)))
                .reading(registry);
    }

    private static String words(Map<String, Object> data) {
        Object who = data.getOrDefault("consumer", data.get("team"));
        return " " + who + " " + data.get("before") + " " + data.get("state") + " " + data.get("used");
    }

    private void spend(Allowance allowance, long reserved, long cost) {
        Decision decision =
                store.account(allowance.account(), allowance.limits()).tryAcquire(new Need(reserved, 0, false));
        ((Permit) decision).settle(cost, 0);
    }

    private double used(String metric) {
        return registry.get(metric).gauge().value();
    }

    @Test
    void eachThresholdIsToldOnceAndSoIsTheNextPeriod() throws Exception {
        Allowance money = money(QuotaKey.consumer("web"));
        Callable<Void> read = reading(consumer("web", null, List.of(money)));
        spend(money, 790, 790);
        read.call();
        assertThat(told).isEmpty();

        spend(money, 10, 10);
        read.call();
        read.call();
        spend(money, 200, 200);
        read.call();
        nowMillis = Instant.parse("2026-03-18T00:00:00Z").toEpochMilli();
        read.call();

        assertThat(told)
                .containsExactly(
                        "budget web within soft 0.8", "budget web soft spent 1.0", "budget web spent within 0.0");
    }

    @Test
    void whatIsSpentBeyondTheBudgetIsShown() throws Exception {
        Allowance money = money(QuotaKey.consumer("web"));
        Callable<Void> read = reading(consumer("web", null, List.of(money)));

        spend(money, 100, 2_500);
        read.call();

        assertThat(used(MetricNames.BUDGET_USED)).isEqualTo(2.5);
        assertThat(told).containsExactly("budget web within spent 2.5");
    }

    @Test
    void aTeamIsToldOnceForAllItsConsumers() throws Exception {
        Allowance money = money(QuotaKey.team("crew"));
        Callable<Void> read = reading(consumer("one", "crew", List.of(money)), consumer("two", "crew", List.of(money)));

        spend(money, 900, 900);
        read.call();

        assertThat(told).containsExactly("budget crew within soft 0.9");
        assertThat(used(MetricNames.TEAM_BUDGET_USED)).isEqualTo(0.9);
    }

    @Test
    void onlyAThresholdThatIsTheBudgetsOwnIsAMetric() throws Exception {
        Allowance own = money(QuotaKey.consumer("own"), 0.5);
        Allowance usual = money(QuotaKey.consumer("usual"));
        Allowance team = money(QuotaKey.team("crew"), 0.9);
        reading(consumer("own", "crew", List.of(own, team)), consumer("usual", null, List.of(usual)));

        assertThat(registry.get(MetricNames.BUDGET_SOFT).gauges())
                .extracting(gauge -> gauge.getId().getTag("consumer"), Gauge::value)
                .containsExactly(tuple("own", 0.5));
        assertThat(registry.get(MetricNames.TEAM_BUDGET_SOFT).gauges())
                .extracting(gauge -> gauge.getId().getTag("team"), Gauge::value)
                .containsExactly(tuple("crew", 0.9));
    }

    @Test
    void ofVeryManyBudgetsThoseNearestToTheirEndHaveRows() throws Exception {
        List<Allowance> all = IntStream.range(0, BudgetGauges.MANY + 500)
                .mapToObj(i -> money(QuotaKey.consumer("c" + i)))
                .toList();
        Callable<Void> read = reading(IntStream.range(0, all.size())
                .mapToObj(i -> consumer("c" + i, null, List.of(all.get(i))))
                .toArray(Consumer[]::new));

        spend(all.get(1_234), 700, 700);
        read.call();

        assertThat(registry.get(MetricNames.BUDGET_USED).gauges())
                .hasSize(BudgetGauges.MANY)
                .anySatisfy(gauge -> assertThat(gauge.value()).isEqualTo(0.7));
    }
}
