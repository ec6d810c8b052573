package io.keywell.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keywell.core.Bytes;
import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol.AnswerKind;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.StreamEvents.Kind;
import io.keywell.protocol.anthropic.AnthropicProtocol;
import io.keywell.provider.ProviderAdapter;
import io.keywell.provider.Vendors;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The look-alike of Anthropic, seen with the eyes of the gateway's own adapter and protocol. */
class AnthropicLookAlikeTest {

    private static final PoolLimits LIMITS = new PoolLimits(LimiterKind.BUCKET, 6, 0, 40_000, 30, 0, 0, false);
    private static final String KEY = "sk-ant-secret-1";
    private static final String TOOLS =
            ",\"tools\":[{\"name\":\"get_weather\",\"input_schema\":{\"type\":\"object\"}}]";

    private final TurnableClock clock = new TurnableClock();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AnthropicProtocol protocol = new AnthropicProtocol();
    private final ProviderAdapter adapter = Vendors.adapter("anthropic");
    private final SimulatorServer server = start();

    private SimulatorServer start() {
        PoolSettings pool = PoolSettings.of("org", LIMITS, KEY, "sk-ant-secret-2");
        PoolSettings free = PoolSettings.of("free", PoolLimits.unlimited(), "sk-ant-free-3");
        ProviderSettings provider = new ProviderSettings(Family.ANTHROPIC, Pace.immediate(8), List.of(pool, free));
        SimulatorSettings settings = new SimulatorSettings(Map.of("claude", provider));
        Simulator simulator = new Simulator(settings, clock, Timers.of(vertx), new Random(42));
        return SimulatorServer.start(vertx, simulator, 0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static String body(boolean stream, String text, String more) {
        return "{\"model\":\"claude-x\",\"max_tokens\":100,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more + "}";
    }

    private HttpResponse<String> post(String path, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl("claude") + path))
                .timeout(Duration.ofSeconds(20))
                .header("x-api-key", key)
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private HttpResponse<String> ask(String body) {
        return post("/v1/messages", "sk-ant-free-3", body);
    }

    private static Bytes bytes(HttpResponse<String> response) {
        return Bytes.of(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private Failure failure(HttpResponse<String> response) {
        return adapter.classify(
                response.statusCode(),
                name -> response.headers().firstValue(name).orElse(null),
                bytes(response),
                clock.epochMillis());
    }

    private List<Kind> kinds(HttpResponse<String> response, StreamEvents events) {
        List<Kind> kinds = new ArrayList<>();
        Bytes all = bytes(response);
        SseFramer framer = new SseFramer();
        framer.feed(all.array(), 0, all.length(), (event, from, to) -> kinds.add(events.read(event, from, to)));
        framer.finish((event, from, to) -> kinds.add(events.read(event, from, to)));
        return kinds;
    }

    @Test
    void aMessageIsWhatTheProtocolReads() {
        HttpResponse<String> response = ask(body(false, "Hello", ""));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("request-id")).isPresent();
        assertThat(protocol.kind(Operation.CHAT, bytes(response))).isEqualTo(AnswerKind.ANSWER);
        assertThat(protocol.usage(Operation.CHAT, bytes(response))).isEqualTo(Usage.reported(1, 8));
        JsonObject json = new JsonObject(response.body());
        assertThat(json.getString("stop_reason")).isEqualTo("end_turn");
        assertThat(json.getJsonArray("content").getJsonObject(0).getString("text"))
                .contains("heard: Hello");
    }

    @Test
    void aStreamHasThoughtsAndTextInOrder() {
        HttpResponse<String> response = ask(body(true, "Hello", ",\"thinking\":{\"type\":\"adaptive\"}"));
        StreamEvents events = protocol.events();

        List<Kind> kinds = kinds(response, events);

        assertThat(response.body()).startsWith("event: message_start\ndata: {\"type\":\"message_start\"");
        assertThat(kinds).startsWith(Kind.ROLE_ONLY, Kind.ROLE_ONLY, Kind.COMMENT, Kind.CONTENT);
        assertThat(kinds).endsWith(Kind.CONTENT, Kind.ROLE_ONLY, Kind.CONTENT, Kind.DONE);
        assertThat(events.usage()).isEqualTo(Usage.reported(1, 13));
    }

    @Test
    void aToolIsCalledOnce() {
        HttpResponse<String> response = ask(body(false, "Call get_weather please", TOOLS));
        JsonObject json = new JsonObject(response.body());
        JsonObject call = json.getJsonArray("content").getJsonObject(0);
        String result = "[{\"type\":\"tool_result\",\"tool_use_id\":\"x\",\"content\":\"get_weather says 12\"}]";
        String second = body(false, "X", TOOLS).replace("\"X\"", result);

        assertThat(json.getString("stop_reason")).isEqualTo("tool_use");
        assertThat(call.getString("name")).isEqualTo("get_weather");
        assertThat(call.getJsonObject("input").getString("input")).isEqualTo("Call get_weather please");
        assertThat(ask(body(true, "Call get_weather", TOOLS)).body()).contains("input_json_delta");
        assertThat(new JsonObject(ask(second).body()).getString("stop_reason")).isEqualTo("end_turn");
    }

    @Test
    void tokensAreCountedForNothing() {
        for (int i = 0; i < 5; i++) {
            post("/v1/messages/count_tokens", KEY, body(false, "12345678", ""));
        }
        HttpResponse<String> response = post("/v1/messages/count_tokens", KEY, body(false, "12345678", ""));

        assertThat(response.body()).isEqualTo("{\"input_tokens\":2}");
        assertThat(response.headers().firstValue("anthropic-ratelimit-input-tokens-remaining"))
                .hasValue("40000");
    }

    @Test
    void headersCountDownOverTheKeysOfAPool() {
        post("/v1/messages", KEY, body(false, "x".repeat(20_000), ""));
        HttpResponse<String> response = post("/v1/messages", "sk-ant-secret-2", body(false, "Hi", ""));
        List<Observation> seen = new ArrayList<>();

        adapter.observe(name -> response.headers().firstValue(name).orElse(null), clock.epochMillis(), seen::add);

        assertThat(seen)
                .extracting(Observation::dimension, Observation::limit, Observation::remaining)
                .containsExactly(
                        tuple(Dimension.REQUESTS_PER_MINUTE, 6L, 4L),
                        tuple(Dimension.INPUT_TOKENS_PER_MINUTE, 40_000L, 35_000L),
                        tuple(Dimension.OUTPUT_TOKENS_PER_MINUTE, 30L, 14L));
    }

    @Test
    void aRefusalSaysWhenAndIsRightAboutIt() {
        for (int i = 0; i < 3; i++) {
            assertThat(post("/v1/messages", KEY, body(false, "Hi", "")).statusCode())
                    .isEqualTo(200);
        }
        Failure failure = failure(post("/v1/messages", KEY, body(false, "Hi", "")));

        assertThat(failure.type()).isEqualTo(FailureClass.RATE_SHORT);
        assertThat(failure.dimension()).isEqualTo(Dimension.OUTPUT_TOKENS_PER_MINUTE);
        long wait = failure.untilMillis() - clock.epochMillis();
        assertThat(wait).isBetween(3_000L, 5_000L);
        clock.turn(Duration.ofMillis(wait));
        assertThat(post("/v1/messages", KEY, body(false, "Hi", "")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "rate-limited-header, 429, RATE_SHORT",
        "rate-limited-bare, 429, RATE_SHORT",
        "slow-down, 429, RATE_SHORT",
        "request-too-large, 413, BAD_REQUEST",
        "insufficient-quota, 400, CREDIT",
        "organization-spend-limit-exceeded, 429, CREDIT",
        "organization-usage-limit-exceeded, 400, CREDIT",
        "project-spend-limit-exceeded, 400, CREDIT",
        "invalid-key, 401, CREDENTIAL",
        "forbidden, 403, FORBIDDEN",
        "model-missing, 404, MODEL_MISSING",
        "context-length, 400, CONTEXT",
        "bad-request, 400, BAD_REQUEST",
        "server-error, 500, FAULT",
        "overloaded, 529, OVERLOAD"
    })
    void anErrorMeansWhatItIs(String fault, int status, FailureClass type) {
        HttpResponse<String> response = ask(body(false, "Hi", "").replace("claude-x", "fault:" + fault));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(failure(response).type()).isEqualTo(type);
        assertThat(new JsonObject(response.body()).getString("request_id")).startsWith("req_");
    }

    @Test
    void anOddStreamIsReadOrFails() {
        Set<Fault> odd = EnumSet.range(Fault.ERROR_EVENT_FIRST, Fault.SSE_DOUBLE_DONE);
        odd.remove(Fault.GZIP);
        for (Fault fault : odd) {
            StreamEvents events = protocol.events();
            String body = body(true, "Hi", "").replace("claude-x", "fault:" + fault.wireName());

            HttpResponse<String> response = ask(body);
            List<Kind> kinds = kinds(response, events);

            switch (fault) {
                case ERROR_EVENT_FIRST ->
                    assertThat(kinds).doesNotContain(Kind.CONTENT).endsWith(Kind.ERROR);
                case ERROR_EVENT_LATER ->
                    assertThat(kinds).contains(Kind.CONTENT).endsWith(Kind.ERROR);
                case ERROR_IN_200 ->
                    assertThat(protocol.kind(Operation.CHAT, bytes(response))).isEqualTo(AnswerKind.ERROR);
                case EMPTY_200 -> assertThat(kinds).isEmpty();
                case TRUNCATED_JSON -> assertThat(kinds).endsWith(Kind.OTHER);
                default -> {
                    assertThat(kinds)
                            .as(fault.wireName())
                            .contains(Kind.CONTENT)
                            .endsWith(Kind.DONE);
                    assertThat(events.finished()).as(fault.wireName()).isTrue();
                }
            }
        }
    }

    @Test
    void mistakesAreToldInAnthropicsWords() {
        assertThat(post("/v1/messages", "sk-ant-unknown", body(false, "Hi", "")).body())
                .contains("authentication_error");
        assertThat(ask("{\"model\":\"m\",\"messages\":[{}]}").body()).contains("max_tokens: Field required");
        assertThat(ask("[]").statusCode()).isEqualTo(400);
        assertThat(post("/v1/chat/completions", KEY, "{}").body()).contains("not_found_error");
    }

    @Test
    void modelsAreListed() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl("claude") + "/v1/models"))
                .header("authorization", "Bearer " + KEY)
                .build();

        JsonObject json = new JsonObject(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());

        JsonArray models = json.getJsonArray("data");
        assertThat(models).hasSize(2);
        assertThat(json.getString("last_id")).isEqualTo(models.getJsonObject(1).getString("id"));
    }
}
