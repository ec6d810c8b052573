package io.keywell.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What distinguishes the vendors that speak OpenAI's dialect. Each has two requests a minute, two a day, and some tokens. */
class CompatibleRowsTest {

    private static final String KEY = "sk-rows-1234";
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final TurnableClock clock = new TurnableClock();
    private SimulatorServer server;

    static List<Family> families() {
        return Arrays.stream(Family.values())
                .filter(family -> family.compareTo(Family.LLAMA_CPP) <= 0)
                .toList();
    }

    static Stream<Arguments> errors() {
        return families().stream().flatMap(family -> Arrays.stream(Fault.values())
                .filter(fault -> fault.error() != null)
                .map(fault -> Arguments.of(family, fault)));
    }

    @BeforeEach
    void start() {
        PoolLimits limits = new PoolLimits(LimiterKind.SLIDING, 2, 100_000, 90_000, 80_000, 3, 0, false);
        Map<String, ProviderSettings> settings = new TreeMap<>();
        for (Family family : families()) {
            PoolSettings pool = PoolSettings.of("p", limits, KEY);
            settings.put(name(family), new ProviderSettings(family, Pace.immediate(4), List.of(pool)));
        }
        List<PoolSettings> prepaid =
                List.of(PoolSettings.of("p", PoolLimits.unlimited(), KEY).prepaid(5));
        settings.put("prepaid", new ProviderSettings(Family.DEEPSEEK, Pace.immediate(4), prepaid));
        List<PoolSettings> limited = List.of(PoolSettings.of("p", limits, KEY));
        settings.put(
                "ahead", new ProviderSettings(Family.OPENROUTER, Pace.immediate(4), limited, Duration.ofMinutes(10)));
        Simulator simulator = new Simulator(new SimulatorSettings(settings), clock, Timers.of(VERTX), new Random(1));
        server = SimulatorServer.start(VERTX, simulator, 0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static String name(Family family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    private HttpResponse<String> ask(String url, String model, String keyHeader, String key)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"Hello\"}],\"documents\":[\"a\",\"b\"],\"query\":\"q\"}"));
        if (!key.isEmpty()) {
            request.header(keyHeader, key);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> chat(Family family, String model) throws IOException, InterruptedException {
        boolean azure = family == Family.AZURE;
        return ask(
                server.baseUrl(name(family)) + "/chat/completions",
                model,
                azure ? "api-key" : "authorization",
                azure ? KEY : "Bearer " + KEY);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void everyErrorIsJsonWithoutBlanks(Family family, Fault fault) throws Exception {
        HttpResponse<String> answer = chat(family, "fault:" + fault.wireName());

        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        new JsonObject(answer.body());
        assertThat(answer.body() + answer.headers().map()).doesNotContainPattern("\\{[a-z]+[-+a-z0-9]*\\}");
    }

    @ParameterizedTest
    @MethodSource("families")
    void theLimiterRefusesInTheVendorsOwnWords(Family family) throws Exception {
        assertThat(chat(family, "m").statusCode()).isEqualTo(200);
        assertThat(chat(family, "m").statusCode()).isEqualTo(200);

        HttpResponse<String> refused = chat(family, "m");

        assertThat(refused.statusCode()).isEqualTo(429);
        new JsonObject(refused.body());
        assertThat(refused.body() + refused.headers().map()).doesNotContainPattern("\\{[a-z]+[-+a-z0-9]*\\}");
        clock.turn(Duration.ofMinutes(1));
        assertThat(chat(family, "m").statusCode()).isEqualTo(200);
    }

    @Test
    void groqTellsTheDaysRequestsAndTheMinutesTokens() throws Exception {
        HttpResponse<String> answer = chat(Family.GROQ, "m");

        assertThat(header(answer, "x-ratelimit-limit-requests")).isEqualTo("3");
        assertThat(header(answer, "x-ratelimit-reset-requests")).isEqualTo("24h0m0s");
        assertThat(header(answer, "x-ratelimit-limit-tokens")).isEqualTo("100000");
        assertThat(chat(Family.GROQ, "fault:rate-limited-body").body()).contains("try again in 1m2.5s");
    }

    @Test
    void openRouterTellsNothingUntilItRefusesAndThenWhenInMillisecondsSince1970() throws Exception {
        assertThat(header(chat(Family.OPENROUTER, "m"), "x-ratelimit-reset")).isEqualTo("none");
        chat(Family.OPENROUTER, "m");

        HttpResponse<String> refused = chat(Family.OPENROUTER, "m");

        long reset = Long.parseLong(header(refused, "x-ratelimit-reset"));
        assertThat(reset).isEqualTo(clock.epochMillis() + 60_000);
        JsonObject metadata =
                new JsonObject(refused.body()).getJsonObject("error").getJsonObject("metadata");
        assertThat(metadata.getJsonObject("headers").getString("X-RateLimit-Reset"))
                .isEqualTo(Long.toString(reset));
    }

    @Test
    void fireworksCountsPromptsAndAnswersApart() throws Exception {
        HttpResponse<String> answer = chat(Family.FIREWORKS, "m");

        assertThat(header(answer, "x-ratelimit-limit-tokens-prompt")).isEqualTo("90000");
        assertThat(header(answer, "x-ratelimit-remaining-tokens-generated")).isEqualTo("79996");
    }

    @Test
    void fireworksWarnsBeforeItRefuses() throws Exception {
        assertThat(header(chat(Family.FIREWORKS, "m"), "x-ratelimit-over-limit"))
                .isEqualTo("none");
        assertThat(header(chat(Family.FIREWORKS, "m"), "x-ratelimit-over-limit"))
                .isEqualTo("yes");
    }

    @Test
    void deepSeekTellsItsBalance() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl("deepseek") + "/user/balance"))
                .timeout(Duration.ofSeconds(10));

        HttpResponse<String> nobody = CLIENT.send(request.build(), BodyHandlers.ofString());
        HttpResponse<String> told =
                CLIENT.send(request.header("authorization", "Bearer " + KEY).build(), BodyHandlers.ofString());

        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(new JsonObject(told.body()).getBoolean("is_available")).isTrue();
    }

    @Test
    void aPurseIsFilledOverHttp() throws Exception {
        String credit = "http://127.0.0.1:" + server.port() + "/simulator/prepaid/_credit";

        assertThat(chatAt("prepaid").statusCode()).isEqualTo(200);
        HttpResponse<String> broke = chatAt("prepaid");
        assertThat(broke.statusCode()).isEqualTo(402);
        assertThat(broke.body()).contains("Insufficient Balance");
        assertThat(post(credit, "{\"pool\":\"p\",\"tokens\":0}")).isEqualTo(400);
        assertThat(post(credit, "{\"pool\":\"q\",\"tokens\":1}")).isEqualTo(400);
        assertThat(post(credit, "[]")).isEqualTo(400);
        assertThat(post(credit, "{\"pool\":\"p\",\"tokens\":5}")).isEqualTo(200);
        assertThat(chatAt("prepaid").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> chatAt(String provider) throws IOException, InterruptedException {
        return ask(server.baseUrl(provider) + "/chat/completions", "m", "authorization", "Bearer " + KEY);
    }

    private static int post(String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void aClockThatIsWrongIsWrongInResetsAndInTheDate() throws Exception {
        for (int i = 0; i < 2; i++) {
            chatAt("ahead");
        }
        HttpResponse<String> refused = chatAt("ahead");

        long theirs = clock.epochMillis() + Duration.ofMinutes(10).toMillis();
        assertThat(header(refused, "x-ratelimit-reset")).isEqualTo(Long.toString(theirs + 60_000));
        assertThat(ZonedDateTime.parse(header(refused, "date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant()
                        .toEpochMilli())
                .isBetween(theirs - 999, theirs);
        assertThat(header(chatAt("openrouter"), "date")).isEqualTo("none");
    }

    @Test
    void azureHasTwoFamiliesOfPathsAndAKeyOfItsOwn() throws Exception {
        String root = "http://127.0.0.1:" + server.port() + "/simulator/azure/openai";
        HttpResponse<String> classic =
                ask(root + "/deployments/mine/chat/completions?api-version=2024-10-21", "other", "api-key", KEY);

        assertThat(classic.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(classic.body()).getString("model")).isEqualTo("mine");
        assertThat(ask(root + "/v1/chat/completions", "m", "authorization", "Bearer " + KEY)
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask(root + "/v1/chat/completions", "m", "api-key", "wrong").body())
                .contains("\"401\"");
    }

    @Test
    void whoIsSelfHostedAnswersWithoutAKey() throws Exception {
        String path = "/chat/completions";
        assertThat(ask(server.baseUrl("ollama") + path, "m", "", "").statusCode())
                .isEqualTo(200);
        assertThat(ask(server.baseUrl("groq") + path, "m", "", "").statusCode()).isEqualTo(401);
    }

    @Test
    void documentsAreRanked() throws Exception {
        HttpResponse<String> answer =
                ask(server.baseUrl("together") + "/rerank", "m", "authorization", "Bearer " + KEY);

        assertThat(new JsonObject(answer.body()).getJsonArray("results")).hasSize(2);
    }

    @Test
    void anAnswerIsPlayedWordByWord() throws Exception {
        String faults = "http://127.0.0.1:" + server.port() + "/simulator/groq/_faults";
        String rule = "{\"fault\":\"canned\",\"status\":418,\"headers\":{\"x-odd\":\"1\"},\"body\":\"tea\"}";
        CLIENT.send(
                HttpRequest.newBuilder(URI.create(faults))
                        .POST(BodyPublishers.ofString(rule))
                        .build(),
                BodyHandlers.ofString());

        HttpResponse<String> answer = chat(Family.GROQ, "m");

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(header(answer, "x-odd")).isEqualTo("1");
        assertThat(answer.body()).isEqualTo("tea");
    }
}
