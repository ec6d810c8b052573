package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.gateway.EchoProvider.Received;
import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector gets. */
@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class TracingTest extends OverTheWire {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLERS_SPAN = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + CALLERS_SPAN + "-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-" + CALLERS_SPAN + "-00";
    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    @BeforeEach
    void forgetWhatWasBefore() {
        world.collector().takeLast();
        world.echo().takeLast();
    }

    @Test
    void aCallIsOneSpanBelowItsCallersAndEachAttemptOneBelowThat() {
        world.play("hinted", FaultRule.once(Fault.SERVER_ERROR));
        Answer answer = web.chat("hinted", "traceparent", SAMPLED);
        assertThat(answer.status()).isEqualTo(200);

        List<JsonObject> spans = spans();

        assertThat(spans).hasSize(3).allMatch(span -> span.getString("traceId").equals(TRACE));
        JsonObject call = spans.get(0);
        assertThat(call.getInteger("kind")).isEqualTo(SERVER);
        assertThat(call.getString("name")).isEqualTo("chat hinted");
        assertThat(call.getString("parentSpanId")).isEqualTo(CALLERS_SPAN);
        assertThat(attribute(call, "keywell.request.id")).isEqualTo(answer.header("x-request-id"));
        assertThat(attribute(call, "keywell.outcome")).isEqualTo("ok");
        assertThat(attribute(call, "keywell.consumer")).isEqualTo("web");
        assertThat(attribute(call, "gen_ai.usage.output_tokens")).isNotEqualTo("0");
        assertThat(call.containsKey("status")).isFalse();
        for (JsonObject attempt : spans.subList(1, 3)) {
            assertThat(attempt.getInteger("kind")).isEqualTo(CLIENT);
            assertThat(attempt.getString("name")).isEqualTo("chat sim-hinted");
            assertThat(attempt.getString("parentSpanId")).isEqualTo(call.getString("spanId"));
            assertThat(attribute(attempt, "gen_ai.provider.name")).isEqualTo("hinted");
            assertThat(time(attempt, "start")).isBetween(time(call, "start"), time(call, "end"));
            assertThat(time(attempt, "end")).isBetween(time(attempt, "start"), time(call, "end"));
        }
        assertThat(attribute(spans.get(1), "error.type")).isEqualTo("fault");
        assertThat(spans.get(1).getJsonObject("status").getInteger("code")).isEqualTo(2);
        assertThat(attribute(spans.get(2), "error.type")).isNull();
        assertThat(attribute(spans.get(2), "keywell.key")).isEqualTo(answer.servedBy());
    }

    @Test
    void aStreamIsOverAtItsEnd() {
        web.post("/v1/chat/completions", Caller.chatBody("slow", true), "traceparent", SAMPLED);

        List<JsonObject> spans = spans();

        assertThat(spans).hasSize(2);
        assertThat(time(spans.get(1), "end") - time(spans.get(1), "start")).isGreaterThan(300_000_000);
    }

    @Test
    void aRefusedCallHasASpanWithoutAttempts() {
        assertThat(web.chat("no-such-model", "traceparent", SAMPLED).status()).isEqualTo(404);

        List<JsonObject> spans = spans();

        assertThat(spans).hasSize(1);
        assertThat(attribute(spans.get(0), "error.type")).isEqualTo("model_not_found");
        assertThat(spans.get(0).getString("name"))
                .as("no name that a caller made up")
                .isEqualTo("chat unknown");
    }

    @Test
    void aProviderIsToldTheAttemptsSpanAndNothingElseOfTheCallers() {
        assertThat(web.get("/passthrough/echo/models", "traceparent", SAMPLED, "tracestate", "a=b", "baggage", "c=d")
                        .status())
                .isEqualTo(200);

        Received received = world.echo().takeLast();
        assertThat(received.headers()).doesNotContainKeys("tracestate", "baggage");
        assertThat(received.headers().get("traceparent"))
                .isEqualTo("00-" + TRACE + "-" + spans().get(1).getString("spanId") + "-01");
    }

    @Test
    void aCallThatItsCallerDoesNotTraceIsNotTraced() {
        assertThat(web.get("/passthrough/echo/models", "traceparent", NOT_SAMPLED)
                        .status())
                .isEqualTo(200);
        assertThat(world.echo().takeLast().headers()).doesNotContainKey("traceparent");

        web.chat("smart", "traceparent", SAMPLED);

        assertThat(spans()).as("of the second call alone").hasSize(2);
    }

    /** Of the next body that arrives, which has those of one call. */
    private List<JsonObject> spans() {
        List<Received> bodies = new ArrayList<>();
        await().until(() -> {
            Received received = world.collector().takeLast();
            return received != null && bodies.add(received);
        });
        Received body = bodies.get(0);
        assertThat(body.method() + " " + body.uri()).isEqualTo("POST /v1/traces");
        assertThat(body.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("x-tenant", "acme");
        assertThat(showsASecret(body.body())).as("a secret in a trace").isFalse();
        JsonObject resource =
                new JsonObject(body.body()).getJsonArray("resourceSpans").getJsonObject(0);
        assertThat(attribute(resource.getJsonObject("resource"), "service.name"))
                .isEqualTo("keywell");
        JsonArray spans = resource.getJsonArray("scopeSpans").getJsonObject(0).getJsonArray("spans");
        return spans.stream().map(JsonObject.class::cast).toList();
    }

    private static String attribute(JsonObject of, String name) {
        return of.getJsonArray("attributes").stream()
                .map(JsonObject.class::cast)
                .filter(attribute -> attribute.getString("key").equals(name))
                .map(attribute -> attribute.getJsonObject("value"))
                .map(value -> value.getString("stringValue", value.getString("intValue")))
                .findFirst()
                .orElse(null);
    }

    private static long time(JsonObject span, String which) {
        return Long.parseLong(span.getString(which + "TimeUnixNano"));
    }
}
