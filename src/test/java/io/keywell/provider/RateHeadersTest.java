package io.keywell.provider;

import static io.keywell.core.Dimension.INPUT_TOKENS_PER_MINUTE;
import static io.keywell.core.Dimension.OUTPUT_TOKENS_PER_MINUTE;
import static io.keywell.core.Dimension.REQUESTS_PER_DAY;
import static io.keywell.core.Dimension.REQUESTS_PER_MINUTE;
import static io.keywell.core.Dimension.TOKENS_PER_DAY;
import static io.keywell.core.Dimension.TOKENS_PER_MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Dimension;
import io.keywell.core.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateHeadersTest {

    private static final long NOW = FailureCase.NOW;

    private static List<Observation> observe(String vendor, Map<String, String> headers) {
        List<Observation> seen = new ArrayList<>();
        Vendors.adapter(vendor).observe(headers::get, NOW, seen::add);
        return seen;
    }

    private static Map<String, String> requests(String limit, String remaining, String reset) {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-ratelimit-limit-requests", limit);
        headers.put("x-ratelimit-remaining-requests", remaining);
        headers.put("x-ratelimit-reset-requests", reset);
        return headers;
    }

    @Test
    void openAiReportsRequestsAndTokens() {
        Map<String, String> headers = requests("500", "499", "120ms");
        headers.put("x-ratelimit-limit-tokens", "30000");
        headers.put("x-ratelimit-remaining-tokens", "28000");
        headers.put("x-ratelimit-reset-tokens", "4s");

        assertThat(observe("openai", headers))
                .containsExactly(
                        new Observation(REQUESTS_PER_MINUTE, 500, 499, NOW + 120),
                        new Observation(TOKENS_PER_MINUTE, 30000, 28000, NOW + 4000));
    }

    @Test
    void anthropicReportsRequestsAndTokensInAndOutAndWhenTheBucketIsFull() {
        Map<String, String> headers = new HashMap<>();
        for (String name : new String[] {"requests", "input-tokens", "output-tokens", "tokens"}) {
            headers.put("anthropic-ratelimit-" + name + "-limit", "50");
            headers.put("anthropic-ratelimit-" + name + "-remaining", "49");
            headers.put("anthropic-ratelimit-" + name + "-reset", "2026-10-15T12:00:07Z");
        }

        assertThat(observe("anthropic", headers))
                .containsExactly(
                        new Observation(REQUESTS_PER_MINUTE, 50, 49, NOW + 7000),
                        new Observation(INPUT_TOKENS_PER_MINUTE, 50, 49, NOW + 7000),
                        new Observation(OUTPUT_TOKENS_PER_MINUTE, 50, 49, NOW + 7000));
    }

    /** The narrowest limit, whichever it is: that it is empty is all that it tells. */
    @Test
    void anthropicsTokensWithoutADirectionCountOnlyWhenNoneAreLeft() {
        Map<String, String> headers = new HashMap<>();
        headers.put("anthropic-ratelimit-tokens-limit", "30000");
        headers.put("anthropic-ratelimit-tokens-remaining", "0");
        headers.put("anthropic-ratelimit-tokens-reset", "2026-10-15T12:01:00Z");

        assertThat(observe("anthropic", headers))
                .containsExactly(new Observation(TOKENS_PER_MINUTE, -1, 0, NOW + 60_000));
    }

    @ParameterizedTest
    @CsvSource({
        // The minute's bucket: used / limit of a minute.
        "500, 499, 120ms, REQUESTS_PER_MINUTE",
        "5000, 4999, 12ms, REQUESTS_PER_MINUTE",
        "60, 0, 1m0s, REQUESTS_PER_MINUTE",
        "3, 2, 20s, REQUESTS_PER_MINUTE",
        "500, 490, 1.1s, REQUESTS_PER_MINUTE",
        // The day's.
        "200, 199, 7m12s, REQUESTS_PER_DAY",
        "10000, 9000, 2h24m0s, REQUESTS_PER_DAY",
        "10000, 0, 24h0m0s, REQUESTS_PER_DAY",
        "10000, 9990, 1m26.4s, REQUESTS_PER_DAY",
        // A fixed or sliding minute of a server that imitates the headers.
        "500, 480, 30s, REQUESTS_PER_MINUTE",
        "60, 20, 59s, REQUESTS_PER_MINUTE",
        "5000, 4000, 60s, REQUESTS_PER_MINUTE",
    })
    void theRequestsOfAMinuteAndOfADayAreToldApart(String limit, String remaining, String reset, Dimension dimension) {
        assertThat(observe("openai", requests(limit, remaining, reset)))
                .extracting(Observation::dimension)
                .containsExactly(dimension);
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 9999, 8.64s",
        "500, 499, 30s",
        "500, 500, 0s",
        "500, 500, 1s",
        "500, 499,",
        "500, , 1s",
        ", 3, 1s"
    })
    void whatCouldBeEitherIsNotObserved(String limit, String remaining, String reset) {
        assertThat(observe("openai", requests(limit, remaining, reset))).isEmpty();
    }

    @Test
    void aDaysTokensAreKnownByTheirReset() {
        Map<String, String> headers = Map.of(
                "x-ratelimit-limit-tokens", "1000000",
                "x-ratelimit-remaining-tokens", "0",
                "x-ratelimit-reset-tokens", "5h0m0s");

        assertThat(observe("openai", headers))
                .containsExactly(new Observation(TOKENS_PER_DAY, 1000000, 0, NOW + 18_000_000));
    }

    @Test
    void groqsRequestsAreTheDaysAndItsTokensTheMinutes() {
        Map<String, String> headers = requests("14400", "14370", "2m59.56s");
        headers.put("x-ratelimit-limit-tokens", "18000");
        headers.put("x-ratelimit-remaining-tokens", "17997");
        headers.put("x-ratelimit-reset-tokens", "7.66s");

        assertThat(observe("groq", headers))
                .containsExactly(
                        new Observation(REQUESTS_PER_DAY, 14400, 14370, NOW + 179_560),
                        new Observation(TOKENS_PER_MINUTE, 18000, 17997, NOW + 7660));
    }

    @Test
    void mistralNamesTheMinuteAndNoReset() {
        Map<String, String> headers = Map.of(
                "x-ratelimit-limit-req-minute", "60",
                "x-ratelimit-remaining-req-minute", "59",
                "x-ratelimit-limit-tokens-minute", "500000",
                "x-ratelimit-remaining-tokens-minute", "499000",
                "x-ratelimit-tokens-query-cost", "1000");

        assertThat(observe("mistral", headers))
                .containsExactly(
                        new Observation(REQUESTS_PER_MINUTE, 60, 59, 0),
                        new Observation(TOKENS_PER_MINUTE, 500000, 499000, 0));
    }

    @Test
    void togethersFiguresCountOnlyWhenTheyAreUsedUp() {
        assertThat(observe(
                        "together",
                        Map.of("x-ratelimit-limit", "10", "x-ratelimit-remaining", "4", "x-ratelimit-reset", "1")))
                .isEmpty();
        assertThat(observe(
                        "together",
                        Map.of("x-ratelimit-limit", "10", "x-ratelimit-remaining", "0", "x-ratelimit-reset", "1")))
                .containsExactly(new Observation(REQUESTS_PER_MINUTE, -1, 0, NOW + 1000));
        assertThat(observe("together", Map.of("x-ratelimit-remaining", "0"))).isEmpty();
        assertThat(observe("together", Map.of("x-tokenlimit-remaining", "0", "x-ratelimit-reset", "2")))
                .containsExactly(new Observation(TOKENS_PER_MINUTE, -1, 0, NOW + 2000));
    }

    @Test
    void fireworksReportsItsMetersAndAsksToBeSpared() {
        Map<String, String> headers = Map.of(
                "x-ratelimit-limit-requests", "600",
                "x-ratelimit-remaining-requests", "599",
                "x-ratelimit-limit-tokens-prompt", "3600000",
                "x-ratelimit-remaining-tokens-prompt", "3599000",
                "x-ratelimit-limit-tokens-generated", "36000",
                "x-ratelimit-remaining-tokens-generated", "35000",
                "x-ratelimit-over-limit", "yes");

        assertThat(observe("fireworks", headers))
                .containsExactly(
                        new Observation(REQUESTS_PER_MINUTE, 600, 599, 0),
                        new Observation(INPUT_TOKENS_PER_MINUTE, 3600000, 3599000, 0),
                        new Observation(OUTPUT_TOKENS_PER_MINUTE, 36000, 35000, 0),
                        new Observation(REQUESTS_PER_MINUTE, -1, 0, NOW + 1000));
        assertThat(observe("fireworks", Map.of("x-ratelimit-over-limit", "no"))).isEmpty();
    }

    @Test
    void cohereReportsTrialKeys() {
        assertThat(observe(
                        "cohere",
                        Map.of(
                                "x-endpoint-monthly-call-limit", "1000",
                                "x-trial-endpoint-call-limit", "20",
                                "x-trial-endpoint-call-remaining", "19")))
                .containsExactly(new Observation(REQUESTS_PER_MINUTE, 20, 19, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openrouter", "deepseek", "perplexity", "gemini", "ollama", "vllm", "llama-cpp"})
    void theSilentOnesAreNotEvenAsked(String vendor) {
        Vendors.adapter(vendor)
                .observe(
                        name -> {
                            throw new AssertionError("looked up " + name);
                        },
                        NOW,
                        observation -> {
                            throw new AssertionError("observed " + observation);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "groq", "mistral", "together", "fireworks", "cohere"})
    void rubbishInTheHeadersIsNotObserved(String vendor) {
        for (String rubbish : new String[] {"", " ", "-1", "none", "99999999999999999999", "\u0661", "NaN"}) {
            List<Observation> seen = new ArrayList<>();

            Vendors.adapter(vendor).observe(name -> rubbish, NOW, seen::add);

            assertThat(seen).as(rubbish).isEmpty();
        }
    }
}
