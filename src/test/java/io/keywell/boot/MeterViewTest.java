package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.alerting.Situation;
import io.keywell.alerting.Situation.BudgetUse;
import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MeterViewTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeterView view = new MeterView(registry);

    @Test
    void aGatewayWithoutMetricsIsFine() {
        Situation now = view.situation();

        assertThat(now.storeUp()).isTrue();
        assertThat(now.configRejected()).isFalse();
        assertThat(now.waiting()).isZero();
        assertThat(now.ledgerBuffer()).isZero();
        assertThat(now.exhausted()).isEmpty();
    }

    @Test
    void countersAreSummedOverTheirOtherLabels() {
        registry.counter(MetricNames.EXHAUSTED, "model", "smart", "consumer", "a")
                .increment(2);
        registry.counter(MetricNames.EXHAUSTED, "model", "smart", "consumer", "b")
                .increment();
        registry.counter(MetricNames.REQUESTS, "outcome", "ok").increment(90);
        registry.counter(MetricNames.REQUESTS, "outcome", "failed").increment(7);
        registry.counter(MetricNames.REQUESTS, "outcome", "broken").increment(3);
        registry.counter(MetricNames.REQUESTS, "outcome", "cancelled").increment(50);

        Situation now = view.situation();

        assertThat(now.exhausted()).isEqualTo(Map.of("smart", 3L));
        assertThat(now.calls()).isEqualTo(100);
        assertThat(now.failed()).isEqualTo(10);
    }

    @Test
    void whatRestsIsToldByItsCause() {
        registry.gauge(MetricNames.COOL_DOWNS, tags("acme", "key", "acme-1", "credential"), 1);
        registry.gauge(MetricNames.COOL_DOWNS, tags("acme", "billing", "purse", "credit"), 1);
        registry.gauge(MetricNames.COOL_DOWNS, tags("acme", "pool-model", "org-1", "rate_short"), 1);

        Situation now = view.situation();

        assertThat(now.refusedKeys()).containsExactly("acme/acme-1");
        assertThat(now.emptyPurses()).containsExactly("acme/purse");
    }

    @Test
    void whatIsLeftIsToldByName() {
        registry.gauge(MetricNames.STORE_UP, 0);
        registry.gauge(MetricNames.WAITING_PLACES, 200);
        registry.gauge(MetricNames.WAITING, Tags.of("model", "a"), 50);
        registry.gauge(MetricNames.WAITING, Tags.of("model", "b"), 100);
        registry.gauge(MetricNames.KEY_EXPIRES, Tags.of("provider", "acme", "key", "k"), 99);

        Situation now = view.situation();

        assertThat(now.storeUp()).isFalse();
        assertThat(now.waiting()).isEqualTo(0.75);
        assertThat(now.keyExpiries()).isEqualTo(Map.of("acme/k", 99L));
        assertThat(now.certificateExpires()).isEmpty();
    }

    @Test
    void callsThatTookLongerThanTheTargetAreCounted() {
        for (String model : new String[] {"a", "b"}) {
            Timer timer = Timer.builder(MetricNames.OVERHEAD_SECONDS)
                    .tag("model", model)
                    .serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(51), Duration.ofSeconds(1))
                    .register(registry);
            timer.record(Duration.ofNanos(300_000));
            timer.record(Duration.ofMillis(40));
            timer.record(Duration.ofMillis(60));
            timer.record(Duration.ofSeconds(5));
        }

        Situation now = view.situation();

        assertThat(now.timed()).isEqualTo(8);
        assertThat(now.slow()).isEqualTo(4);
    }

    @Test
    void budgetsOfConsumersAndTeamsComeWithTheirOwnThresholds() {
        registry.gauge(MetricNames.BUDGET_USED, Tags.of("consumer", "web"), 0.6);
        registry.gauge(MetricNames.BUDGET_SOFT, Tags.of("consumer", "web"), 0.5);
        registry.gauge(MetricNames.BUDGET_USED, Tags.of("consumer", "crew"), 0.1);
        registry.gauge(MetricNames.TEAM_BUDGET_USED, Tags.of("team", "crew"), 1.5);

        assertThat(view.situation().budgets())
                .containsExactlyInAnyOrder(
                        new BudgetUse(false, "web", 0.6, OptionalDouble.of(0.5)),
                        new BudgetUse(false, "crew", 0.1, OptionalDouble.empty()),
                        new BudgetUse(true, "crew", 1.5, OptionalDouble.empty()));
    }

    private static Tags tags(String provider, String scope, String name, String type) {
        return Tags.of("provider", provider, "scope", scope, "name", name, "class", type);
    }
}
