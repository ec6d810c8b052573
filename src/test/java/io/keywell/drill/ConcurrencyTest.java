package io.keywell.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A pool that takes one request at a time is held to the end of its stream and goes to whoever waits. */
@QuarkusTest
@TestProfile(DrillProfile.class)
class ConcurrencyTest extends Drill {

    private static final String[] PATIENT = {"x-keywell-max-wait", "2s"};

    @Test
    void whoeverWaitsGetsTheSlotWhenTheStreamEnds() throws IOException {
        try (RawCaller holder =
                RawCaller.asking(gateway, Caller.chat("narrow", true).encode())) {
            holder.hear("\"content\":\"Sim");
            CompletableFuture<HttpResponse<String>> waiting = caller.later(Caller.chat("narrow", false), PATIENT);
            await().untilAsserted(
                            () -> assertThat(turnstile.waiting().waiting()).isEqualTo(1));
            holder.hear("data: [DONE]");
            assertThat(waiting.join().statusCode()).isEqualTo(200);
            int waited = Integer.parseInt(
                    waiting.join().headers().firstValue("x-keywell-waited-ms").orElseThrow());
            assertThat(waited).isPositive();
        }
        assertThat(mostAtOnce()).isEqualTo(1);
    }

    @Test
    void whoeverWaitsGetsTheSlotWhenTheHolderGoesAway() throws IOException {
        RawCaller holder = RawCaller.asking(gateway, Caller.chat("narrow", true).encode());
        holder.hear("\"content\":\"Sim");
        CompletableFuture<HttpResponse<String>> waiting = caller.later(Caller.chat("narrow", false), PATIENT);
        await().untilAsserted(() -> assertThat(turnstile.waiting().waiting()).isEqualTo(1));
        holder.vanish();
        assertThat(waiting.join().statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverWaitsGetsTheSlotWhenTheStreamBreaks() throws IOException {
        play("narrow", FaultRule.once(Fault.STALL));
        try (RawCaller holder =
                RawCaller.asking(gateway, Caller.chat("narrow", true).encode())) {
            holder.hear("\"content\":\"Sim");
            CompletableFuture<HttpResponse<String>> waiting = caller.later(Caller.chat("narrow", false), PATIENT);
            holder.hear("upstream_failed");
            assertThat(waiting.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoeverWaitsGetsTheSlotWhenTheHolderFails() {
        play("narrow", FaultRule.once(Fault.MODEL_MISSING));
        CompletableFuture<HttpResponse<String>> failing = caller.later(Caller.chat("narrow", false), PATIENT);
        assertThat(failing.join().statusCode()).isEqualTo(404);
        coolDowns.current().forEach(coolDown -> coolDowns.lift(coolDown.scope()));
        caller.ask(Caller.chat("narrow", false), "x-keywell-max-wait", "0").isGoodJson();
    }

    @Test
    void whoeverDoesNotWaitIsRefusedWhileItIsTaken() throws IOException {
        try (RawCaller holder =
                RawCaller.asking(gateway, Caller.chat("narrow", true).encode())) {
            holder.hear("\"content\":\"Sim");
            Answer refused = caller.ask(Caller.chat("narrow", false), "x-keywell-max-wait", "0");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.error().getString("code")).isEqualTo("keys_exhausted");
            assertThat(refused.error().getString("message")).contains("narrow/org-n");
        }
    }

    @Test
    void manyAtOnceAreServedOneAfterTheOther() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(caller.later(Caller.chat("narrow", false), PATIENT));
        }
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(mostAtOnce()).isEqualTo(1);
        assertThat(admitted("narrow")).isEqualTo(5);
    }

    private long mostAtOnce() {
        return provider("narrow").report().get(0).flight().worst();
    }
}
