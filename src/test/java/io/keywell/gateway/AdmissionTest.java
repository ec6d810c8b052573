package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class AdmissionTest extends OverTheWire {

    @Test
    void aConsumerMayUseItsModelsOnly() {
        Caller narrowly = caller("narrowly");

        assertThat(narrowly.chat("smart").status()).isEqualTo(200);
        assertThat(narrowly.chat("team/chat").status()).isEqualTo(200);
        assertRefused(narrowly.chat("slow"), 403, "model_not_allowed");
        assertRefused(narrowly.chat("plain/sim-large"), 403, "model_not_allowed");
    }

    @Test
    void requestsInAMinuteCountDownAndAreThenRefused() {
        Caller caller = caller("by-minute");
        for (int left = 2; left >= 0; left--) {
            Answer answer = caller.chat("smart");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("3");
            assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("" + left);
            assertThat(answer.header("x-ratelimit-reset-requests")).matches("[0-9]+s");
        }
        double exhausted = metric("keywell_exhausted_total");

        Answer refused = caller.chat("smart");

        assertConsumerLimited(refused, "requests-per-minute");
        assertThat(refused.header("x-ratelimit-limit-requests")).isEqualTo("3");
        assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(50, 61);
        assertThat(metric("keywell_exhausted_total"))
                .as("the gateway's own promise is not broken by a caller's limit")
                .isEqualTo(exhausted);
    }

    @Test
    void tokensInAMinuteAreCountedAsTheyWereUsed() {
        Caller caller = caller("by-token");
        Answer first = caller.chat("smart");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("x-ratelimit-limit-tokens")).isEqualTo("200");
        int left = Integer.parseInt(first.header("x-ratelimit-remaining-tokens"));
        int used = first.json().getJsonObject("usage").getInteger("total_tokens");

        assertThat(left).as("what was reserved and not used came back").isEqualTo(200 - used);
        String large = "{\"model\":\"smart\",\"max_tokens\":500,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        Answer never = caller.post("/v1/chat/completions", large);
        assertRefused(never, 429, "consumer_rate_limited");
        assertThat(never.header("x-should-retry")).isEqualTo("false");
        assertThat(never.header("retry-after")).isNull();
        String rest = large.replace("500", "190");
        assertConsumerLimited(caller.post("/v1/chat/completions", rest), "tokens-per-minute");
    }

    /** Long words: 848 bytes, guessed to be 242 tokens, are about 70. */
    @Test
    void aPromptThatOnlyAGuessTakesForTooLargeIsCountedAndServed() {
        String words = "international organization understanding development ".repeat(16);
        String body = "{\"model\":\"plain/MODEL\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\""
                + words + "\"}]}";
        Caller caller = caller("by-word");

        Answer unknown = caller.post("/v1/chat/completions", body.replace("MODEL", "nobody-knows-how-it-cuts"));
        Answer known = caller.post("/v1/chat/completions", body.replace("MODEL", "gpt-4o"));

        assertRefused(unknown, 429, "consumer_rate_limited");
        assertThat(known.status()).as(known.body()).isEqualTo(200);
    }

    @Test
    void requestsOfADayAreRefusedForLong() {
        Caller caller = caller("by-day");
        assertThat(caller.chat("smart").status()).isEqualTo(200);
        assertThat(caller.chat("smart").status()).isEqualTo(200);

        Answer refused = caller.chat("smart");

        assertConsumerLimited(refused, "requests-per-day");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isGreaterThan(3600);
        assertThat(refused.header("x-should-retry")).isEqualTo("false");
    }

    @Test
    @SuppressWarnings("try")
    void onlySoManyRequestsAtATime() throws IOException {
        Caller caller = caller("one-by-one");
        try (Wire first = hanging("one-by-one", "slow")) {
            assertConsumerLimited(caller.chat("smart"), "concurrent");
        }

        await().untilAsserted(() -> assertThat(caller.chat("smart").status())
                .as("the permit came back")
                .isEqualTo(200));
    }

    @Test
    void whatIsRefusedCostsTheConsumerNothing() {
        Caller caller = caller("refused");
        for (int i = 0; i < 5; i++) {
            assertRefused(caller.chat("slow"), 403, "model_not_allowed");
            assertRefused(caller.chat("nothing"), 404, "model_not_found");
            assertRefused(caller.post("/v1/chat/completions", "{"), 400, "invalid_request");
        }

        assertThat(caller.chat("smart").header("x-ratelimit-remaining-requests"))
                .isEqualTo("1");
    }

    @Test
    void aConsumerWithoutLimitsIsToldOfNone() {
        Answer answer = web.chat("told");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().map().keySet())
                .as("the provider's limits are its own affair")
                .noneMatch(name -> name.startsWith("x-ratelimit") || name.startsWith("openai-"));
    }

    private static void assertConsumerLimited(Answer answer, String dimension) {
        assertRefused(answer, 429, "consumer_rate_limited");
        assertThat(answer.error().getString("type")).isEqualTo("rate_limit_error");
        assertThat(answer.error().getString("message")).contains(dimension);
        int seconds = Integer.parseInt(answer.header("retry-after"));
        assertThat(seconds).isPositive();
        assertThat(answer.header("x-should-retry")).isEqualTo(seconds <= 60 ? "true" : "false");
    }
}
