package io.keywell.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation")
class GenAiMetricsTest {

    private static final String LABELS =
            "{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"acme\",gen_ai_request_model=\"smart\",";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final GenAiMetrics metrics = new GenAiMetrics(registry);

    @Test
    void aServedCallHasTheConventionsNames() {
        metrics.accept(call("acme", Usage.reported(700, 30)));

        assertThat(registry.scrape())
                .contains("gen_ai_client_operation_duration_seconds_bucket" + LABELS + "le=\"2.56\",} 1.0")
                .contains("gen_ai_client_operation_duration_seconds_bucket" + LABELS + "le=\"1.28\",} 0.0")
                .contains("gen_ai_client_token_usage_sum" + LABELS + "gen_ai_token_type=\"input\",} 700.0")
                .contains("gen_ai_client_token_usage_sum" + LABELS + "gen_ai_token_type=\"output\",} 30.0")
                .doesNotContain("made-up");
    }

    @Test
    void unknownUsageIsNoUsage() {
        metrics.accept(call("acme", Usage.reported(0, 0)));

        assertThat(registry.scrape())
                .contains("gen_ai_client_token_usage_count" + LABELS + "gen_ai_token_type=\"input\",} 0.0");
    }

    @Test
    void whatNobodyServedIsNotCounted() {
        metrics.accept(call(null, Usage.reported(0, 0)));

        assertThat(registry.getMeters()).isEmpty();
    }

    private static CallRecord call(String provider, Usage usage) {
        return new CallRecord(
                "id",
                0,
                "web",
                null,
                Dialect.OPENAI,
                Operation.CHAT,
                "made-up",
                "smart",
                provider,
                "large",
                "acme-1",
                "org-1",
                Outcome.OK,
                null,
                List.of(),
                usage,
                null,
                false,
                0,
                0,
                0,
                1_500_000_000L,
                null);
    }
}
