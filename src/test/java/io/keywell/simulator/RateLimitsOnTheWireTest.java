package io.keywell.simulator;

import static io.keywell.simulator.SimulatorFixture.KEY_A1;
import static io.keywell.simulator.SimulatorFixture.KEY_A2;
import static io.keywell.simulator.SimulatorFixture.KEY_B;
import static io.keywell.simulator.SimulatorFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RateLimitsOnTheWireTest {

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static SimulatorFixture limited(TurnableClock clock, PoolLimits limits) {
        return new SimulatorFixture(limits, clock, Timers::of);
    }

    private static HttpResponse<String> ask(SimulatorFixture simulator, String key, int maxTokens) {
        String body = "{\"model\":\"gpt-4o\",\"max_tokens\":" + maxTokens
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"12345678\"}]}";
        return simulator.post("/v1/chat/completions", key, body);
    }

    @Test
    void headersCountDownOverTheKeysOfAPool() {
        TurnableClock clock = new TurnableClock();
        try (SimulatorFixture simulator = limited(clock, PoolLimits.perMinute(LimiterKind.SLIDING, 4, 1_000))) {
            HttpResponse<String> first = ask(simulator, KEY_A1, 98);
            clock.turn(Duration.ofMillis(1_500));
            HttpResponse<String> second = ask(simulator, KEY_A2, 48);
            assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("4");
            assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("3");
            assertThat(header(first, "x-ratelimit-limit-tokens")).isEqualTo("1000");
            assertThat(header(first, "x-ratelimit-remaining-tokens")).isEqualTo("900");
            assertThat(header(first, "x-ratelimit-reset-tokens")).isEqualTo("1m0s");
            assertThat(header(second, "x-ratelimit-remaining-requests")).isEqualTo("2");
            assertThat(header(second, "x-ratelimit-remaining-tokens")).isEqualTo("850");
            assertThat(header(first, "openai-organization")).isEqualTo("org-sim-openai-org-a");
            assertThat(header(first, "x-request-id")).isNotEqualTo(header(second, "x-request-id"));
            assertThat(header(first, "openai-processing-ms")).isEqualTo("0");
            assertThat(header(simulator.chat(KEY_B), "x-ratelimit-limit-requests"))
                    .isEmpty();
        }
    }

    @Test
    void aRefusalSaysWhenAndIsRightAboutIt() {
        TurnableClock clock = new TurnableClock();
        try (SimulatorFixture simulator = limited(clock, PoolLimits.perMinute(LimiterKind.BUCKET, 60, 600))) {
            assertThat(ask(simulator, KEY_A1, 590).statusCode()).isEqualTo(200);
            HttpResponse<String> refused = ask(simulator, KEY_A2, 18);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "retry-after-ms")).isEqualTo("1200");
            assertThat(header(refused, "retry-after")).isEqualTo("2");
            JsonObject error = json(refused).getJsonObject("error");
            assertThat(error.getString("message"))
                    .startsWith("Rate limit reached for gpt-4o in organization org-sim-openai-org-a on tokens per min"
                            + " (TPM): Limit 600, Used 592, Requested 20. Please try again in 1.2s.");
            assertThat(error.getString("type")).isEqualTo("tokens");
            assertThat(error.getString("code")).isEqualTo("rate_limit_exceeded");
            clock.turn(Duration.ofMillis(1_199));
            assertThat(ask(simulator, KEY_A2, 18).statusCode()).isEqualTo(429);
            clock.turn(Duration.ofMillis(1));
            assertThat(ask(simulator, KEY_A2, 18).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatCanNeverFitIsToldSoWithoutATime() {
        try (SimulatorFixture simulator = SimulatorFixture.with(PoolLimits.perMinute(LimiterKind.SLIDING, 0, 100))) {
            HttpResponse<String> refused = ask(simulator, KEY_A1, 200);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("Request too large for gpt-4o", "Limit 100, Requested 202");
            assertThat(header(refused, "retry-after")).isEmpty();
        }
    }

    @Test
    void theOtherPoolOfTheProviderIsNotTouched() {
        try (SimulatorFixture simulator = SimulatorFixture.with(PoolLimits.perMinute(LimiterKind.SLIDING, 1, 0))) {
            simulator.chat(KEY_A1);
            assertThat(simulator.chat(KEY_A1).statusCode()).isEqualTo(429);
            assertThat(simulator.chat(KEY_B).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theFiguresAreExactWhenManyAskAtOnce() throws Exception {
        try (SimulatorFixture simulator = SimulatorFixture.with(PoolLimits.perMinute(LimiterKind.SLIDING, 150, 0))) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String key = i % 2 == 0 ? KEY_A1 : KEY_A2;
                calls.add(() -> simulator.chat(key).statusCode());
            }
            int good = 0;
            for (Future<Integer> status : threads.invokeAll(calls)) {
                good += status.get() == 200 ? 1 : 0;
            }
            threads.shutdown();
            assertThat(good).isEqualTo(150);
            JsonObject pool = json(simulator.send(
                            simulator.request("/_stats", "").GET()))
                    .getJsonObject("pools")
                    .getJsonObject("org-a");
            assertThat(pool.getInteger("admitted")).isEqualTo(150);
            assertThat(pool.getInteger("refused")).isEqualTo(250);
            assertThat(pool.getInteger("in_flight")).isZero();
            JsonObject minute = pool.getJsonObject("requests_per_minute");
            // A full minute may have begun between the calls.
            assertThat((Integer) minute.remove("worst_fixed")).isBetween(75, 150);
            assertThat(minute).isEqualTo(new JsonObject("{\"limit\":150,\"worst\":150,\"total\":150}"));
            JsonObject keys = pool.getJsonObject("keys");
            assertThat(keys.fieldNames()).containsExactly("...1111", "...2222");
            assertThat(keys.getJsonObject("...1111").getInteger("admitted")
                            + keys.getJsonObject("...2222").getInteger("admitted"))
                    .isEqualTo(150);
        }
    }

    @Test
    void theFiguresCanBeStartedAnew() {
        try (SimulatorFixture simulator = SimulatorFixture.unlimited()) {
            simulator.chat(KEY_A1);
            simulator.send(simulator.request("/_stats", "").DELETE());
            JsonObject stats =
                    json(simulator.send(simulator.request("/_stats", "").GET()));
            assertThat(stats.getJsonObject("pools").getJsonObject("org-a").getInteger("admitted"))
                    .isZero();
            assertThat(stats.encode()).doesNotContain("secret");
        }
    }
}
