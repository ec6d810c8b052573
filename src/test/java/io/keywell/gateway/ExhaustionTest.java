package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class ExhaustionTest extends OverTheWire {

    @Test
    void everyKeyRunsDryThenTheAlternateProviderThenTheTruthIsTold() {
        List<String> served = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Answer answer = web.chat("dry");
            assertThat(answer.status())
                    .as("request " + i + ": " + answer.body())
                    .isEqualTo(200);
            served.add(answer.servedBy());
        }
        assertThat(served.subList(0, 4)).containsExactlyInAnyOrder("dry-1", "dry-1", "dry-2", "dry-2");
        assertThat(served.subList(4, 6)).containsExactly("spare-1", "spare-1");

        Answer refused = web.chat("dry");

        assertExhausted(refused);
        assertThat(refused.error().getString("message"))
                .contains("'dry'", "dry/d1", "dry/d2", "spare/s1")
                .containsPattern("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(45, 61);
        assertThat(metric("keywell_exhausted_total", "model=\"dry\"", "consumer=\"web\""))
                .isEqualTo(1);
        assertThat(world.refusedBy("dry") + world.refusedBy("spare"))
                .as("429s that a provider had to give")
                .isZero();
        assertThat(metric("keywell_upstream_rate_limited_total", "provider=\"dry\""))
                .isZero();
    }

    @Test
    void aShortCoolDownIsToldAsATimeWorthWaitingFor() {
        world.play("brief", FaultRule.once(Fault.RATE_LIMITED_HEADER));

        Answer refused = web.chat("brief", "x-keywell-max-wait", "0");

        assertExhausted(refused);
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 4);
        assertThat(refused.header("x-should-retry")).isEqualTo("true");
        assertThat(refused.header("x-keywell-attempts")).isEqualTo("1");
        assertThat(web.chat("brief", "x-keywell-max-wait", "10").status())
                .as("who may wait is served when it is over")
                .isEqualTo(200);
    }

    @Test
    @SuppressWarnings("try")
    void whoDoesNotWantToWaitIsToldAtOnce() throws IOException {
        try (Wire first = hanging("other", "narrow")) {
            long begin = System.nanoTime();

            Answer second = web.chat("narrow", "x-keywell-max-wait", "0");

            assertExhausted(second);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void whoWaitsIsServedWhenAPlaceIsFree() {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(web.chatLater("narrow", "x-keywell-max-wait", "10"));
        }

        List<Answer> answers = all.stream().map(CompletableFuture::join).toList();

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers)
                .extracting(answer -> Long.parseLong(answer.header("x-keywell-waited-ms")))
                .filteredOn(waited -> waited > 100)
                .as("all but the first one waited")
                .hasSize(2);
        assertThat(world.refusedBy("narrow")).isZero();
        assertThat(metric("keywell_wait_seconds_count", "model=\"narrow\"")).isGreaterThanOrEqualTo(2);
    }

    @Test
    @SuppressWarnings("try")
    void whoGoesAwayWhileItWaitsLeavesItsPlace() throws IOException {
        double abandoned = metric("keywell_wait_abandoned_total", "model=\"narrow\"");
        try (Wire first = hanging("other", "narrow")) {
            long before = world.admittedBy("narrow");
            try (Wire second = chatOverWire("web", "narrow", "x-keywell-max-wait: 10")) {
                await().until(() -> calls.underWay() == 2);
            }
            await().until(() -> calls.underWay() == 1);

            assertThat(metric("keywell_wait_abandoned_total", "model=\"narrow\""))
                    .isEqualTo(abandoned + 1);
            assertThat(world.admittedBy("narrow")).isEqualTo(before);
        }
    }

    private static void assertExhausted(Answer answer) {
        assertRefused(answer, 429, "keys_exhausted");
        assertThat(answer.error().getString("type")).isEqualTo("rate_limit_error");
        assertThat(answer.header("retry-after")).matches("[0-9]+");
        int seconds = Integer.parseInt(answer.header("retry-after"));
        assertThat(answer.header("x-should-retry")).isEqualTo(seconds <= 60 ? "true" : "false");
    }
}
