package io.keywell.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Cost;
import io.keywell.core.Dialect;
import io.keywell.core.FailureClass;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The text that Prometheus reads has the contract's names and labels, no others. */
@SuppressWarnings("deprecation")
class CallMetricsTest {

    private static final Pattern LINE = Pattern.compile("([a-z_]+?)(_bucket|_count|_sum|_max)?\\{([^}]*)} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CallMetrics metrics = new CallMetrics(registry);

    private static CallRecord served() {
        return served(List.of(
                new AttemptRecord("acme", "org-1", "acme-1", FailureClass.RATE_SHORT),
                new AttemptRecord("bolt", "org-9", "bolt-1", null)));
    }

    private static CallRecord served(List<AttemptRecord> attempts) {
        return new CallRecord(
                "id",
                1_750_000_000_000L,
                "web",
                null,
                Dialect.OPENAI,
                Operation.CHAT,
                "made-up-by-the-caller",
                "smart",
                "bolt",
                "large",
                "bolt-1",
                "org-9",
                Outcome.OK,
                null,
                attempts,
                Usage.reported(7, 3),
                new Cost(1_000_000_000_000L, 500_000_000_000L, 0, 1),
                true,
                2_000_000_000L,
                400_000,
                300_000_000L,
                1_500_000_000L,
                null);
    }

    @Test
    void withVeryManyKeysThoseThatComeLateCountTogether() {
        metrics.accept(served());
        for (int i = 0; i < CallMetrics.MANY + 100; i++) {
            metrics.accept(served(List.of(new AttemptRecord("many", "org", "k" + i, null))));
        }
        metrics.accept(served());

        assertThat(registry.find(MetricNames.ATTEMPTS).counters()).hasSize(CallMetrics.MANY + 1);
        assertThat(attempts("bolt", "bolt-1")).isEqualTo(2);
        assertThat(attempts("many", "k0")).isEqualTo(1);
        assertThat(attempts("many", CallMetrics.OTHER_KEYS)).isEqualTo(102);
    }

    private double attempts(String provider, String key) {
        return registry.get(MetricNames.ATTEMPTS)
                .tags("provider", provider, "key", key)
                .counter()
                .count();
    }

    private static CallRecord exhausted() {
        return new CallRecord(
                "id",
                1_750_000_000_000L,
                "web",
                null,
                Dialect.OPENAI,
                Operation.CHAT,
                "smart",
                "smart",
                null,
                null,
                null,
                null,
                Outcome.REFUSED,
                Kind.KEYS_EXHAUSTED,
                List.of(),
                Usage.NONE,
                null,
                false,
                0,
                0,
                0,
                1_000,
                null);
    }

    /** Every name with the labels that it has, the bounds of buckets left out. */
    private Map<String, TreeSet<String>> labels() {
        Map<String, TreeSet<String>> labels = new TreeMap<>();
        Matcher line = LINE.matcher(registry.scrape());
        while (line.find()) {
            Matcher label = LABEL.matcher(line.group(3));
            while (label.find()) {
                if (!label.group(1).equals("le")) {
                    labels.computeIfAbsent(line.group(1), name -> new TreeSet<>())
                            .add(label.group(1));
                }
            }
        }
        return labels;
    }

    private double value(String name, String... labels) {
        Matcher line = Pattern.compile("(?m)^" + name + "\\{([^}]*)} (\\S+)$").matcher(registry.scrape());
        while (line.find()) {
            if (List.of(labels).stream().allMatch(line.group(1)::contains)) {
                return Double.parseDouble(line.group(2));
            }
        }
        throw new AssertionError("no " + name + " with " + List.of(labels));
    }

    @Test
    void consumersThatAreGoneTakeTheirSeriesAlong() {
        metrics.consumers(Set.of("web", "other"));
        metrics.accept(served());
        metrics.accept(exhausted());
        int others = seriesWith("key=");

        metrics.consumers(Set.of("other"));

        assertThat(seriesWith("consumer=\"web\"")).isZero();
        assertThat(seriesWith("key=")).isEqualTo(others).isPositive();

        metrics.consumers(Set.of("other", "web"));
        metrics.accept(served());

        assertThat(registry.get(MetricNames.REQUESTS)
                        .tag("consumer", "web")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whoWasNeverKnownKeepsItsSeries() {
        metrics.consumers(Set.of("other"));
        metrics.accept(served());

        metrics.consumers(Set.of());

        assertThat(seriesWith("consumer=\"web\"")).isPositive();
    }

    private int seriesWith(String label) {
        return (int)
                registry.scrape().lines().filter(line -> line.contains(label)).count();
    }

    @Test
    void namesAndLabelsAreTheContracts() {
        metrics.accept(served());
        metrics.accept(exhausted());
        TreeSet<String> place = new TreeSet<>(List.of("model", "provider"));
        assertThat(labels())
                .containsOnly(
                        Map.entry(
                                "keywell_requests_total",
                                new TreeSet<>(List.of("consumer", "model", "provider", "outcome"))),
                        Map.entry("keywell_request_seconds", place),
                        Map.entry("keywell_overhead_seconds", place),
                        Map.entry("keywell_time_to_first_token_seconds", place),
                        Map.entry("keywell_attempts_total", new TreeSet<>(List.of("provider", "key", "class"))),
                        Map.entry("keywell_wait_seconds", new TreeSet<>(List.of("model"))),
                        Map.entry("keywell_exhausted_total", new TreeSet<>(List.of("model", "consumer"))),
                        Map.entry("keywell_upstream_rate_limited_total", new TreeSet<>(List.of("provider", "pool"))),
                        Map.entry(
                                "keywell_cost_total", new TreeSet<>(List.of("consumer", "model", "provider", "type"))),
                        Map.entry(
                                "keywell_tokens_total",
                                new TreeSet<>(List.of("consumer", "model", "provider", "type"))));
    }

    @Test
    void aServedCallIsCountedOnceWithItsAttemptsAndTokens() {
        metrics.accept(served());
        metrics.accept(served());
        assertThat(value("keywell_requests_total", "outcome=\"ok\"", "provider=\"bolt\""))
                .isEqualTo(2);
        assertThat(value("keywell_attempts_total", "key=\"acme-1\"", "class=\"rate_short\""))
                .isEqualTo(2);
        assertThat(value("keywell_attempts_total", "key=\"bolt-1\"", "class=\"ok\""))
                .isEqualTo(2);
        assertThat(value("keywell_upstream_rate_limited_total", "provider=\"acme\"", "pool=\"org-1\""))
                .isEqualTo(2);
        assertThat(value("keywell_tokens_total", "type=\"input\"")).isEqualTo(14);
        assertThat(value("keywell_tokens_total", "type=\"output\"")).isEqualTo(6);
        assertThat(value("keywell_cost_total", "type=\"input\"")).isEqualTo(2);
        assertThat(value("keywell_cost_total", "type=\"output\"")).isEqualTo(1);
        assertThat(value("keywell_request_seconds_sum")).isEqualTo(3);
        assertThat(value("keywell_time_to_first_token_seconds_count")).isEqualTo(2);
        assertThat(value("keywell_wait_seconds_sum", "model=\"smart\"")).isEqualTo(4);
        assertThat(value("keywell_overhead_seconds_bucket", "le=\"4.0E-4\"")).isEqualTo(2);
        assertThat(value("keywell_overhead_seconds_bucket", "le=\"2.0E-4\"")).isZero();
        assertThat(value("keywell_time_to_first_token_seconds_bucket", "le=\"0.32\""))
                .isEqualTo(2);
        assertThat(value("keywell_time_to_first_token_seconds_bucket", "le=\"0.16\""))
                .isZero();
    }

    @Test
    void anExhaustedCallHasNoProviderAndNoTimes() {
        metrics.accept(exhausted());
        assertThat(value("keywell_requests_total", "outcome=\"refused\"", "provider=\"none\""))
                .isEqualTo(1);
        assertThat(value("keywell_exhausted_total", "model=\"smart\"", "consumer=\"web\""))
                .isEqualTo(1);
        assertThat(labels())
                .doesNotContainKeys("keywell_request_seconds", "keywell_tokens_total", "keywell_cost_total");
    }

    @Test
    void whatACallerMadeUpIsInNoLabel() {
        metrics.accept(served());
        assertThat(registry.scrape()).doesNotContain("made-up-by-the-caller");
    }
}
