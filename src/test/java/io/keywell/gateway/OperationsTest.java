package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators look at: health, metrics, the description of the interface. */
@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class OperationsTest extends OverTheWire {

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void theReplicaIsHealthy(String probe) {
        Answer health = operations("/health/" + probe);

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().getString("status")).isEqualTo("UP");
    }

    @Test
    void readinessSaysHowThingsStand() {
        JsonObject check = LiveConfigurationTest.keywell(operations("/health/ready"));

        assertThat(check.getString("status")).isEqualTo("UP");
        JsonObject data = check.getJsonObject("data");
        assertThat(data.getString("config")).isEqualTo("in force");
        assertThat(data.getString("config-loaded-at")).matches("20\\d\\d-.*Z");
        assertThat(data.getString("quota-store")).isEqualTo("local");
        assertThat(data.getString("quota-store-mode")).isEqualTo("up");
        assertThat(data.getString("quota-store-mode-since")).matches("20\\d\\d-.*Z");
        assertThat(data.getInteger("waiting")).isZero();
        assertThat(data.getInteger("providers")).isEqualTo(14);
    }

    /** With them: {@link JsonLogsTest}. */
    @Test
    void callsAreNotLoggedUnlessAskedFor() {
        Answer answer = web.chat("smart");

        assertThat(world.log().lines())
                .noneMatch(line -> line.contains("io.keywell.calls"))
                .noneMatch(line -> line.startsWith("INFO") && line.contains(answer.header("x-request-id")));
    }

    @Test
    void healthAndMetricsAreNotOnTheCallersPort() {
        assertThat(web.get("/q/health/ready").status()).isEqualTo(404);
        assertThat(web.get("/q/metrics").status()).isEqualTo(404);
    }

    @Test
    void theMetricsHaveTheirNames() {
        aGoodRequestWorks();

        assertThat(metrics())
                .contains(
                        "keywell_requests_total{",
                        "keywell_request_seconds_bucket{",
                        "keywell_overhead_seconds_bucket{",
                        "keywell_attempts_total{",
                        "keywell_key_state{",
                        "keywell_pool_headroom_ratio{",
                        "keywell_pool_seconds_to_empty{",
                        "keywell_waiting{",
                        "keywell_tokens_total{");
        assertThat(metric("keywell_quota_store_up", "store=\"local\"")).isEqualTo(1);
        assertThat(metric("keywell_quota_store_mode", "mode=\"up\"")).isEqualTo(1);
        assertThat(metric("keywell_quota_store_mode", "mode=\"closed\"")).isZero();
        assertThat(metric("keywell_permits_open")).isZero();
        assertThat(metric("keywell_config_rejected")).isZero();
        assertThat(metric("keywell_requests_total", "consumer=\"web\"", "model=\"smart\"", "outcome=\"ok\""))
                .isPositive();
    }

    @Test
    void callersCannotMakeUpLabels() {
        web.chat("made-up-by-a-caller");
        web.chat("plain/made-up-by-a-caller");

        assertThat(metrics()).doesNotContain("made-up-by-a-caller").contains("model=\"plain/*\"");
    }

    @Test
    void theInterfaceIsDescribed() {
        Answer openApi = web.bare("GET", "/q/openapi?format=json", "");

        assertThat(openApi.status()).isEqualTo(200);
        assertThat(openApi.json().getJsonObject("paths").fieldNames())
                .contains("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/models");
        Answer swagger = web.bare("GET", "/q/swagger-ui/", "");
        assertThat(swagger.status()).isEqualTo(200);
        assertThat(swagger.header("content-type")).startsWith("text/html");
    }

    @Test
    void noOutputShowsASecret() {
        for (String output : new String[] {"/metrics", "/health", "/health/ready", "/health/live", "/health/started"}) {
            Answer answer = operations(output);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(showsASecret(answer.body())).as(output).isFalse();
        }
        assertThat(showsASecret(web.bare("GET", "/q/openapi", "").body())).isFalse();
        assertThat(showsASecret(World.PROVIDER_SECRET + "plain-1"))
                .as("the search finds what is there")
                .isTrue();
        assertThat(world.transcript()).isNotEmpty();
        assertThat(world.log().lines()).isNotEmpty();
    }

    @Test
    void theWatchOverEventLoopsSeesOneThatIsHeld() {
        LogBook log = LogBook.open();
        Vertx held = Vertx.vertx(new VertxOptions()
                .setBlockedThreadCheckInterval(20)
                .setMaxEventLoopExecuteTime(TimeUnit.MILLISECONDS.toNanos(20)));
        try {
            held.runOnContext(
                    ignored -> await().until(() -> !log.blockedThreads().isEmpty()));

            await().untilAsserted(() -> assertThat(log.blockedThreads()).isNotEmpty());
        } finally {
            held.close().toCompletionStage().toCompletableFuture().join();
            world.log().forget(log.blockedThreads());
            log.close();
        }
    }
}
