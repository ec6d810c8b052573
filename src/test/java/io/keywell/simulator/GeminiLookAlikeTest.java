package io.keywell.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.gemini.GeminiProtocol;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeminiLookAlikeTest {

    private static final String KEY = "sim-gemini-key-1";
    private static final String HELLO = "{\"contents\":[{\"parts\":[{\"text\":\"use the weather tool\"}]}]";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final GeminiProtocol protocol = new GeminiProtocol();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private SimulatorServer start(PoolLimits limits, Clock clock) {
        ProviderSettings gemini = new ProviderSettings(
                Family.GEMINI, Pace.immediate(4), List.of(PoolSettings.of("project-1", limits, KEY)));
        Simulator simulator =
                new Simulator(new SimulatorSettings(Map.of("g", gemini)), clock, Timers.of(vertx), new Random(42));
        return SimulatorServer.start(vertx, simulator, 0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private SimulatorServer unlimited() {
        return start(PoolLimits.unlimited(), Clock.system());
    }

    private HttpResponse<String> post(SimulatorServer server, String path, String body, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/simulator/g" + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            return client.send(
                    request.headers(headers.length == 0 ? new String[] {"x-goog-api-key", KEY} : headers)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static Bytes bytes(HttpResponse<String> response) {
        return Bytes.of(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject error(HttpResponse<String> response) {
        return new JsonObject(response.body()).getJsonObject("error");
    }

    @Test
    void aChatIsAnsweredWithTextAndUsage() {
        HttpResponse<String> answer = post(unlimited(), "/v1beta/models/gemini-2.5-flash:generateContent", HELLO + "}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Simulated g, key", "\"finishReason\":\"STOP\"");
        assertThat(protocol.usage(Operation.CHAT, bytes(answer))).isEqualTo(Usage.reported(5, 4));
    }

    @Test
    void aStreamEndsWithItsReasonAndHasNoOtherMark() {
        HttpResponse<String> answer = post(
                unlimited(),
                "/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
                HELLO + ",\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}}");
        StreamEvents events = protocol.events();
        for (String event : answer.body().split("\n\n")) {
            byte[] block = event.getBytes(StandardCharsets.UTF_8);
            assertThat(events.read(block, 0, block.length)).isEqualTo(StreamEvents.Kind.CONTENT);
        }

        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(answer.body()).contains("\"thought\":true").doesNotContain("[DONE]");
        assertThat(events.finished()).isTrue();
        assertThat(events.usage()).isEqualTo(new Usage(5, 7, 0, 0, 3, false));
    }

    @Test
    void aToolThatTheUserSpeaksOfIsCalledWhole() {
        String body = HELLO + ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"weather\"}]}]}";
        HttpResponse<String> answer = post(unlimited(), "/v1beta/models/m:streamGenerateContent?alt=sse", body);

        assertThat(answer.body())
                .contains("{\"functionCall\":{\"name\":\"weather\",\"args\":{\"input\":\"use the weather tool\"}}");
    }

    @Test
    void tokensAreCountedAndTextsEmbeddedOneByOneTogetherAndForOpenAi() {
        SimulatorServer server = unlimited();
        String content = "{\"content\":{\"parts\":[{\"text\":\"abc\"}]}}";

        assertThat(post(server, "/v1beta/models/m:countTokens", HELLO + "}").body())
                .isEqualTo("{\"totalTokens\":5}");
        JsonObject one = new JsonObject(
                post(server, "/v1beta/models/m:embedContent", content).body());
        JsonArray both = new JsonObject(post(
                                server,
                                "/v1beta/models/m:batchEmbedContents",
                                "{\"requests\":[" + content + "," + content + "]}")
                        .body())
                .getJsonArray("embeddings");
        assertThat(both).hasSize(2).containsOnly(one.getJsonObject("embedding"));
        assertThat(post(
                                server,
                                "/v1beta/openai/embeddings",
                                "{\"model\":\"m\",\"input\":\"abc\"}",
                                "authorization",
                                "Bearer " + KEY)
                        .body())
                .startsWith("{\"object\":\"list\"");
    }

    @Test
    void theMinutesLimitSaysWhenAndTheDaysLimitLies() {
        Clock clock = new TurnableClock();
        SimulatorServer minute = start(new PoolLimits(LimiterKind.PACIFIC, 1, 0, 0, 0, true), clock);
        SimulatorServer day = start(new PoolLimits(LimiterKind.PACIFIC, 0, 0, 1, 0, true), clock);
        for (SimulatorServer server : List.of(minute, day)) {
            post(server, "/v1beta/models/m:generateContent", HELLO + "}");
        }

        String byMinute =
                post(minute, "/v1beta/models/m:generateContent", HELLO + "}").body();
        HttpResponse<String> byDay = post(day, "/v1beta/models/m:generateContent", HELLO + "}");

        assertThat(byMinute).contains("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", "\"retryDelay\":\"60s\"");
        assertThat(byDay.statusCode()).isEqualTo(429);
        assertThat(error(byDay).getString("status")).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(byDay.body())
                .contains(
                        "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                        "\"quotaValue\":\"1\"",
                        "\"model\":\"m\"",
                        "\"retryDelay\":\"36s\"");
    }

    @Test
    void theDayOfTheLimitIsCalifornias() {
        Limiter limiter = LimiterKind.PACIFIC.create(1, 86_400_000);
        long noon = Instant.parse("2026-10-15T19:00:00Z").toEpochMilli();
        limiter.take(1, noon);

        assertThat(limiter.waitFor(1, noon))
                .isEqualTo(Instant.parse("2026-10-16T07:00:00Z").toEpochMilli() - noon);
    }

    @Test
    void keysAndMistakesAreToldAsGoogleTellsThem() {
        SimulatorServer server = unlimited();
        String path = "/v1beta/models/m:generateContent";

        HttpResponse<String> wrong = post(server, path, HELLO + "}", "x-goog-api-key", "sim-wrong-key");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("\"reason\":\"API_KEY_INVALID\"", "\"status\":\"INVALID_ARGUMENT\"");
        assertThat(post(server, path, HELLO + "}", "x-other", "1").statusCode()).isEqualTo(403);
        assertThat(post(server, path, HELLO + "}", "x-goog-api-key", KEY, "authorization", "Bearer " + KEY)
                        .body())
                .contains("Multiple authentication credentials");
        assertThat(post(server, path, "{}").statusCode()).isEqualTo(400);
        assertThat(post(server, path, "nonsense").statusCode()).isEqualTo(400);
        assertThat(post(server, "/v1beta/models/m:unknown", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutAltSseAStreamIsOneArray() {
        HttpResponse<String> answer = post(unlimited(), "/v1beta/models/m:streamGenerateContent", HELLO + "}");

        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=UTF-8");
        JsonArray chunks = new JsonArray(answer.body());
        assertThat(chunks).hasSize(5);
        assertThat(chunks.getJsonObject(4)
                        .getJsonArray("candidates")
                        .getJsonObject(0)
                        .getString("finishReason"))
                .isEqualTo("STOP");
    }

    @Test
    void anArrayThatIsTornHasNoEnd() {
        SimulatorServer server = unlimited();
        server.simulator().provider("g").faults().add(FaultRule.once(Fault.TRUNCATED_JSON));

        HttpResponse<String> answer = post(server, "/v1beta/models/m:streamGenerateContent", HELLO + "}");

        assertThat(answer.body()).startsWith("[{").doesNotEndWith("]");
    }

    @Test
    void aPromptThatIsBlockedIsToldInAGoodAnswer() {
        SimulatorServer server = unlimited();
        for (String verb : List.of(":generateContent", ":streamGenerateContent?alt=sse")) {
            server.simulator().provider("g").faults().add(FaultRule.once(Fault.CONTENT_FILTER));

            HttpResponse<String> answer = post(server, "/v1beta/models/m" + verb, HELLO + "}");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"blockReason\":\"PROHIBITED_CONTENT\"")
                    .doesNotContain("candidates");
        }
    }

    @Test
    void theDaysLimitIsToldBesideTheMinutes() {
        String body = post(unlimited(), "/v1beta/models/fault:rate-limited-day:generateContent", HELLO + "}")
                .body();

        assertThat(new JsonObject(body)
                        .getJsonObject("error")
                        .getJsonArray("details")
                        .getJsonObject(0)
                        .getJsonArray("violations"))
                .hasSize(2);
    }

    @Test
    void whatGoesWrongOnTheRouteForOpenAisClientsIsWrappedInAnArray() {
        HttpResponse<String> wrong = post(
                unlimited(),
                "/v1beta/openai/embeddings",
                "{\"model\":\"m\",\"input\":\"a\"}",
                "authorization",
                "Bearer no");

        assertThat(new JsonArray(wrong.body())
                        .getJsonObject(0)
                        .getJsonObject("error")
                        .getInteger("code"))
                .isEqualTo(400);
    }

    @Test
    void everyErrorFaultHasGooglesShape() {
        GeminiErrors errors = new GeminiErrors();
        // What is blocked is told in a 200.
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.CONTENT_FILTER))) {
            ErrorAnswer error = errors.of(fault);
            assertThat(error == null).as(fault.name()).isEqualTo(fault.error() == null);
            if (error != null) {
                JsonObject body = new JsonObject(errors.json(error, new ErrorWords.Scene("m", "", "", "", 0)));
                assertThat(body.getJsonObject("error").getInteger("code")).isEqualTo(error.status());
            }
        }
    }
}
