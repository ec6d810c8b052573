package io.keywell.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import io.keywell.core.Usage;
import io.keywell.protocol.bedrock.BedrockSides;
import io.keywell.protocol.bedrock.EventStreamFramer;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventReader;
import io.keywell.protocol.chat.Part;
import io.keywell.provider.Outgoing;
import io.keywell.provider.ProviderAdapter;
import io.keywell.provider.Vendors;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The look-alike of Bedrock, seen with the eyes of the gateway's own adapter and protocol. */
class BedrockLookAlikeTest {

    private static final String BEARER = "ABSK-bedrock-key";
    private static final String PAIR = "AKIALOOKALIKE:secret/of+aws";
    private static final String TEMPORARY = "ASIALOOKALIKE:secret:token:with:colons";
    private static final String LIMITED = "ABSK-limited";
    private static final String MODEL = "eu.amazon.nova-pro-v1:0";
    private static final String TOOLS = ",\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"get_weather\","
            + "\"inputSchema\":{\"json\":{\"type\":\"object\"}}}}]}";
    private static final String THINKING =
            ",\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}";

    private final TurnableClock clock = new TurnableClock();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ProviderAdapter adapter = Vendors.adapter("bedrock");
    private final BedrockSides sides = new BedrockSides();
    private final SimulatorServer server = start();

    private SimulatorServer start() {
        PoolSettings free = PoolSettings.of("free", PoolLimits.unlimited(), BEARER, PAIR, TEMPORARY);
        PoolLimits limits = new PoolLimits(LimiterKind.SLIDING, 2, 5_000, 0, 0, 0, 0, true);
        PoolSettings limited = PoolSettings.of("limited", limits, LIMITED);
        ProviderSettings provider = new ProviderSettings(Family.BEDROCK, Pace.immediate(8), List.of(free, limited));
        SimulatorSettings settings = new SimulatorSettings(Map.of("aws", provider));
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

    private static String body(String text, String more) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"" + text
                + "\"}]}],\"inferenceConfig\":{\"maxTokens\":100}" + more + "}";
    }

    /** Signs what {@code signed} says and sends what {@code sent} says. */
    private HttpResponse<byte[]> send(String key, String model, boolean stream, String signed, String sent) {
        String base = server.baseUrl("aws");
        String path =
                adapter.endpoint(Operation.CHAT, Dialect.OPENAI, model, stream).path();
        URI uri = URI.create(base + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(sent));
        Bytes bytes = Bytes.of(signed.getBytes(StandardCharsets.UTF_8));
        Outgoing outgoing = new Outgoing("POST", uri.getAuthority(), uri.getRawPath(), bytes, clock.epochMillis());
        adapter.authorize(new Secret(key), outgoing, request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private HttpResponse<byte[]> send(String key, String model, boolean stream, String body) {
        return send(key, model, stream, body, body);
    }

    private Failure failure(HttpResponse<byte[]> response) {
        return adapter.classify(
                response.statusCode(),
                name -> response.headers().firstValue(name).orElse(null),
                Bytes.of(response.body()),
                clock.epochMillis());
    }

    private List<ChatEvent> events(HttpResponse<byte[]> response) {
        List<ChatEvent> events = new ArrayList<>();
        EventReader reader = sides.eventReader();
        byte[] all = response.body();
        boolean whole = new EventStreamFramer()
                .feed(all, 0, all.length, (event, from, to) -> reader.read(event, from, to, events::add));
        if (whole) {
            reader.end(events::add);
        }
        return events;
    }

    @Test
    void anAnswerIsWhatTheProtocolReads() {
        HttpResponse<byte[]> response = send(BEARER, MODEL, false, body("Hello", ""));
        ChatAnswer answer = sides.readAnswer(Bytes.of(response.body()));

        assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
        assertThat(response.headers().map().keySet()).noneMatch(name -> name.contains("ratelimit"));
        assertThat(answer).isNotNull();
        assertThat(answer.finish()).isEqualTo(ChatAnswer.Finish.STOP);
        assertThat(answer.usage()).isEqualTo(Usage.reported(1, 8));
        assertThat(((Part.Text) answer.parts().get(0)).text()).contains("heard: Hello");
    }

    @Test
    void aStreamOfThoughtsAndATool() {
        HttpResponse<byte[]> response = send(BEARER, MODEL, true, body("Call get_weather", TOOLS + THINKING));

        assertThat(response.headers().firstValue("content-type")).hasValue("application/vnd.amazon.eventstream");
        assertThat(events(response).toString())
                .containsSubsequence("Started", "Reasoning", "get_weather", "Finished")
                .doesNotContain("Failed");
    }

    @ParameterizedTest
    @CsvSource({PAIR, TEMPORARY})
    void aSignedRequestIsServedAndAForgedOneIsNot(String pair) {
        assertThat(send(pair, MODEL, false, body("Hello", "")).statusCode()).isEqualTo(200);
        assertThat(send(pair, "arn:aws:bedrock:eu-west-1:1:inference-profile/x", true, body("Hello", ""))
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<byte[]> changed = send(pair, MODEL, false, body("Hello", ""), body("Hullo", ""));
        assertThat(changed.statusCode()).isEqualTo(403);
        assertThat(failure(changed).type()).isEqualTo(FailureClass.CREDENTIAL);
        String wrongSecret = pair.replace(":secret", ":geheim");
        assertThat(send(wrongSecret, MODEL, false, body("Hello", "")).statusCode())
                .isEqualTo(403);
        assertThat(failure(send("ABSK-unknown", MODEL, false, "{}")).type()).isEqualTo(FailureClass.CREDENTIAL);
    }

    @Test
    void whatMayBeGeneratedIsReservedOnArrivalAndNothingSaysWhenToComeAgain() {
        String unbounded = body("Hi", "").replace(",\"inferenceConfig\":{\"maxTokens\":100}", "");
        assertThat(send(LIMITED, MODEL, false, unbounded).statusCode()).isEqualTo(200);

        HttpResponse<byte[]> tokens = send(LIMITED, MODEL, false, unbounded);

        assertThat(tokens.statusCode()).isEqualTo(429);
        assertThat(tokens.headers().firstValue("retry-after")).isEmpty();
        assertThat(tokens.headers().firstValue("x-amzn-ErrorType"))
                .get()
                .asString()
                .startsWith("ThrottlingException:");
        assertThat(new String(tokens.body(), StandardCharsets.UTF_8)).contains("Too many tokens");
        assertThat(failure(tokens).type()).isEqualTo(FailureClass.RATE_SHORT);
    }

    @ParameterizedTest
    @CsvSource({
        "rate-limited-header, 429, RATE_SHORT",
        "rate-limited-day, 429, RATE_LONG",
        "slow-down, 429, RATE_SHORT",
        "insufficient-quota, 400, RATE_LONG",
        "invalid-key, 403, CREDENTIAL",
        "forbidden, 403, FORBIDDEN",
        "model-missing, 404, MODEL_MISSING",
        "context-length, 400, CONTEXT",
        "bad-request, 400, BAD_REQUEST",
        "server-error, 500, FAULT",
        "overloaded, 503, OVERLOAD"
    })
    void anErrorMeansWhatItIs(String fault, int status, FailureClass type) {
        HttpResponse<byte[]> response = send(PAIR, "fault:" + fault, true, body("Hi", ""));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(failure(response).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "error-event-first, false, true",
        "error-event-later, true, true",
        "bad-checksum, true, false",
        "utf8-split, true, false",
        "sse-no-final-blank, true, false"
    })
    void anOddStreamIsReadOrFails(String fault, boolean content, boolean failed) {
        String events =
                events(send(BEARER, "fault:" + fault, true, body("Hi", ""))).toString();

        assertThat(events.contains("Text")).isEqualTo(content);
        assertThat(events.contains("Failed")).isEqualTo(failed);
        boolean finished = !failed && !fault.equals("bad-checksum");
        assertThat(events.contains("Finished")).isEqualTo(finished);
    }

    @Test
    void otherPathsAreNotServed() {
        BedrockQuestions questions = new BedrockQuestions();

        assertThat(questions.route(HttpMethod.POST, "/model/x/invoke")).isNull();
        assertThat(questions.route(HttpMethod.POST, "/model/%/converse")).isNull();
        assertThat(questions.route(HttpMethod.GET, "/model/x/converse")).isNull();
    }
}
