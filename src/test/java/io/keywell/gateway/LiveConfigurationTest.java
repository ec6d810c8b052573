package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.boot.ConfigStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class LiveConfigurationTest extends OverTheWire {

    private static final Duration SOON = Duration.ofSeconds(8);

    @Inject
    ConfigStatus status;

    /** Puts the file in force and waits for it. */
    private void change(String settings) {
        long before = status.state().loadedAtMillis();
        world.mount().swap(settings);
        await().atMost(SOON).until(() -> status.state().loadedAtMillis() != before);
    }

    @AfterEach
    void putTheFileBack() {
        world.mount().swap(world.settings());
        await().atMost(SOON)
                .until(() -> status.state().rejection() == null
                        && web.get("/v1/models/added").status() == 404
                        && web.get("/v1/models/slow").status() == 200);
    }

    @Test
    void whatIsAddedCountsWithoutARestart() {
        String secret = World.PROVIDER_SECRET;
        assertThat(web.chat("added").status()).isEqualTo(404);

        change(world.settings()
                .replace("  models:\n", "  models:\n    added: { targets: [ { provider: fresh, model: sim-new } ] }\n")
                .replace(
                        "  providers:\n",
                        "  providers:\n    fresh: { type: openai-compatible, base-url: \""
                                + world.simulator().baseUrl("ring") + "\", keys: { fresh-1: { secret: \"" + secret
                                + "ring-2\" } } }\n")
                .replace(
                        "  consumers:\n",
                        "  consumers:\n    newcomer: { key: \"" + World.keyOf("newcomer") + "\" }\n"));

        Answer answer = caller("newcomer").chat("added");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.servedBy()).isEqualTo("fresh-1");
        assertThat(web.chat("smart").status()).isEqualTo(200);
    }

    @Test
    void whatIsTakenAwayIsNotDisturbedWhileItIsUnderWay() {
        CompletableFuture<Answer> stream =
                web.sendLater("POST", "/v1/chat/completions", BodyPublishers.ofString(Caller.chatBody("slow", true)));
        await().until(() -> world.inFlight("slow") == 1);

        change(world.settings().replaceAll("(?m)^ +slow: .*\n", "").replaceAll("(?m)^ +other: .*\n", ""));

        assertThat(stream).as("the stream outlasts the change").isNotDone();
        assertRefused(web.chat("slow"), 404, "model_not_found");
        assertRefused(caller("other").chat("smart"), 401, "invalid_api_key");
        Answer whole = stream.join();
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void aWrongChangeIsRefusedAndSaidEverywhereUntilItIsMended() {
        long rejected = status.state().rejectedCount();

        world.mount().swap(world.settings().replace("requests-per-minute: 3", "requests-per-minute: many"));
        await().atMost(SOON).until(() -> status.state().rejectedCount() > rejected);

        String path = "keywell.consumers.by-minute.limits.requests-per-minute";
        assertThat(web.chat("smart").status()).as("the old one stays").isEqualTo(200);
        Answer ready = operations("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(keywell(ready).getString("status")).isEqualTo("UP");
        JsonObject data = keywell(ready).getJsonObject("data");
        assertThat(data.getString("config")).startsWith("change refused");
        assertThat(data.getString("config-refused-because")).contains(path, "'many'");
        assertThat(metric("keywell_config_rejected")).isEqualTo(1);
        assertThat(world.log().lines())
                .anyMatch(line -> line.contains("Configuration change refused, the old one stays")
                        && line.contains(path)
                        && line.contains("'many'"));

        world.mount().swap(world.settings());
        await().atMost(SOON).until(() -> status.state().rejection() == null);
        assertThat(metric("keywell_config_rejected")).isZero();
        data = keywell(operations("/health/ready")).getJsonObject("data");
        assertThat(data.getString("config")).isEqualTo("in force");
        assertThat(data.containsKey("config-refused-because")).isFalse();
    }

    static JsonObject keywell(Answer health) {
        return health.json().getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .filter(check -> check.getString("name").equals("keywell"))
                .findFirst()
                .orElseThrow();
    }
}
