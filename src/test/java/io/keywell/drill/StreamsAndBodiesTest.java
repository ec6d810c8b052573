package io.keywell.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.core.CallRecord;
import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes through is what was sent, whatever its size and shape. */
@QuarkusTest
@TestProfile(DrillProfile.class)
class StreamsAndBodiesTest extends Drill {

    private static final JsonObject USAGE = new JsonObject().put("include_usage", true);

    @ParameterizedTest
    @EnumSource(
            names = {
                "SERVER_ERROR",
                "UTF8_SPLIT",
                "SSE_CRLF",
                "SSE_COMMENTS",
                "SSE_MULTILINE",
                "SSE_NO_FINAL_BLANK",
                "SSE_DOUBLE_DONE"
            })
    void aStreamArrivesByteForByteWithoutTheUsageThatWasNotAskedFor(Fault oddity) throws Exception {
        boolean odd = oddity != Fault.SERVER_ERROR;
        String sent = fromProvider(odd ? oddity : null);
        if (odd) {
            play("solo", FaultRule.once(oddity));
        }
        Answer received = caller.ask(Caller.chat("solo", true));
        // An event in several lines is not cut: that its usage is null harms nobody.
        String expected = oddity == Fault.SSE_MULTILINE ? sent : sent.replace(",\"usage\":null", "");
        assertThat(normal(received.body())).isEqualTo(normal(withoutUsageEvent(expected)));
    }

    @Test
    void aStreamWithUsageAskedArrivesWhole() throws Exception {
        String sent = fromProvider(null);
        Answer received = caller.ask(Caller.chat("solo", true).put("stream_options", USAGE));
        assertThat(normal(received.body())).isEqualTo(normal(sent)).contains("\"completion_tokens\":8");
    }

    /** What the provider sends when the gateway's own request reaches it: usage is always asked for. */
    private String fromProvider(Fault oddity) throws IOException, InterruptedException {
        if (oddity != null) {
            play("solo", FaultRule.once(oddity));
        }
        JsonObject chat = Caller.chat("one", true).put("stream_options", USAGE);
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulators.baseUrl("solo") + "/chat/completions"))
                .header("authorization", "Bearer " + SimulatedProviders.SECRET + "solo-1")
                .POST(BodyPublishers.ofString(chat.encode()))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static String withoutUsageEvent(String stream) {
        return Arrays.stream(stream.split("(?<=\n\n|\r\n\r\n)"))
                .filter(event -> !event.contains("\"choices\":[]"))
                .collect(Collectors.joining());
    }

    private static String normal(String stream) {
        return stream.replaceAll("cmpl-sim-[0-9a-f]+", "cmpl-sim-ID").replaceAll("\"created\":\\d+", "\"created\":0");
    }

    @Test
    void theUsageOfAStreamIsKnownThoughTheCallerDidNotAsk() {
        caller.ask(Caller.chat("solo", true)).isGoodStream();
        atRest();
        CallRecord record = seen.records().get(0);
        assertThat(record.usage().estimated()).isFalse();
        assertThat(record.usage().output()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDrippingAnswerArrivesWhole(boolean stream) {
        play("solo", FaultRule.times(Fault.DRIP, 8).gap(1));
        String path = stream ? "v1/completions" : "v1/chat/completions";
        JsonObject body = stream
                ? new JsonObject().put("model", "solo").put("prompt", "a").put("stream", true)
                : Caller.chat("solo", false);
        Answer answer = caller.send(
                path, BodyPublishers.ofString(body.put("max_tokens", 1).encode()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("Simulated solo");
        assertThat(answer.attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyOfManyMegabytesArrivesWhole(boolean announced) {
        String filler = "x".repeat(20 << 20);
        byte[] body = Caller.chat("solo", false).put("padding", filler).encode().getBytes(StandardCharsets.UTF_8);
        Answer answer = caller.send(
                "v1/chat/completions",
                announced
                        ? BodyPublishers.ofByteArray(body)
                        : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        answer.isGoodJson();
    }

    @Test
    void anAnswerOfManyMegabytesArrivesWhole() {
        JsonArray inputs = new JsonArray();
        for (int i = 0; i < 150; i++) {
            inputs.add("text " + i);
        }
        JsonObject body =
                new JsonObject().put("model", "solo").put("input", inputs).put("dimensions", 2_048);
        Answer answer = caller.send("v1/embeddings", BodyPublishers.ofString(body.encode()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().length()).isGreaterThan(3_000_000);
        JsonArray vectors = answer.json().getJsonArray("data");
        assertThat(vectors).hasSize(150);
        assertThat(vectors.getJsonObject(149).getJsonArray("embedding")).hasSize(2_048);
        atRest();
        assertThat(seen.records().get(0).usage().estimated()).isFalse();
        assertThat(seen.records().get(0).usage().input())
                .isEqualTo(answer.json().getJsonObject("usage").getLong("prompt_tokens"));
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedFromItsAnnouncementAlone() throws IOException {
        try (RawCaller raw = new RawCaller(gateway)) {
            raw.head("content-length: " + (SimulatedProviders.MAX_BODY + 1));
            assertThat(raw.hear("\"}}")).contains("HTTP/1.1 413 ", "request_too_large");
        }
    }

    @Test
    void aCallerThatSendsATooLargeBodyFirstStillHearsWhatIsWrong() {
        byte[] body = new byte[SimulatedProviders.MAX_BODY + (2 << 20)];
        Answer announced = caller.send("v1/chat/completions", BodyPublishers.ofByteArray(body));
        assertThat(announced.status()).isEqualTo(413);
        Answer chunked =
                caller.send("v1/chat/completions", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertThat(chunked.status()).isEqualTo(413);
    }

    @Test
    void bodiesBeyondTheShareOfTheReplicaAreToldToComeAgain() throws IOException {
        try (RawCaller large = new RawCaller(gateway).head("content-length: " + SimulatedProviders.MAX_BODY)) {
            await().untilAsserted(() -> assertThat(calls.underWay()).isEqualTo(1));
            byte[] body = Caller.chat("solo", false)
                    .put("padding", "x".repeat(6 << 20))
                    .encode()
                    .getBytes(StandardCharsets.UTF_8);
            Answer announced = caller.send("v1/chat/completions", BodyPublishers.ofByteArray(body));
            assertThat(announced.status()).isEqualTo(503);
            assertThat(announced.error().getString("code")).isEqualTo("gateway_overloaded");
            assertThat(announced.header("retry-after")).isEqualTo("1");
            Answer chunked = caller.send(
                    "v1/chat/completions", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
            assertThat(chunked.status()).isEqualTo(503);
            caller.ask(Caller.chat("solo", false)).isGoodJson();
        }
        atRest();
        caller.send(
                        "v1/chat/completions",
                        BodyPublishers.ofString(Caller.chat("solo", false)
                                .put("padding", "x".repeat(20 << 20))
                                .encode()))
                .isGoodJson();
    }

    @Test
    void aStreamOfManyMegabytesArrivesWhole() throws IOException {
        try (RawCaller raw =
                RawCaller.asking(gateway, Caller.chat("giant", true).encode())) {
            long bytes = raw.drain("data: [DONE]\n\n\r\n0\r\n\r\n");
            assertThat(bytes).isGreaterThan(SimulatedProviders.GIANT_TOKENS * 200L);
        }
        atRest();
        assertThat(seen.records().get(0).usage().output()).isEqualTo(SimulatedProviders.GIANT_TOKENS);
    }

    /** Two sockets' buffers and the gateway's own are filled, then the provider has to wait. */
    @Test
    void aCallerThatDoesNotReadHoldsTheProviderBack() throws IOException {
        long before = endless.written();
        RawCaller slow = RawCaller.asking(gateway, Caller.chat("endless", true).encode());
        slow.hear("more and more");
        long[] last = {-1};
        await().atMost(Duration.ofSeconds(4))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    long now = endless.written();
                    boolean stands = now == last[0];
                    last[0] = now;
                    return stands;
                });
        assertThat(endless.written() - before).isLessThan(24 << 20);
        assertThat(endless.open()).isEqualTo(1);
        slow.vanish();
        atRest();
    }

    @Test
    void aStreamThatGoesOnForTooLongIsEndedByTheTimeOfTheWhole() {
        play("narrow", FaultRule.once(Fault.GAPS).gap(300));
        Answer answer = caller.ask(Caller.chat("narrow", true));
        answer.isBrokenStream();
        assertThat(answer.took())
                .isBetween(SimulatedProviders.TOTAL.minusMillis(500), SimulatedProviders.TOTAL.plusSeconds(1));
    }

    @Test
    void oneConnectionServesManyCalls() throws IOException {
        String body = Caller.chat("solo", false).encode();
        try (RawCaller raw = new RawCaller(gateway)) {
            for (int i = 0; i < 5; i++) {
                raw.forget();
                raw.head("content-length: " + body.length()).write(body);
                assertThat(raw.hear("\"fp_simulated\"}")).startsWith("HTTP/1.1 200 OK");
            }
        }
    }

    /** The second request is there before the first is answered. */
    @Test
    void pipelinedCallsAreAnsweredInOrder() throws IOException {
        String first = Caller.chat("narrow", false).encode();
        String second = Caller.chat("solo", true).encode();
        try (RawCaller raw = new RawCaller(gateway)) {
            raw.head("content-length: " + first.length()).write(first);
            raw.head("content-length: " + second.length()).write(second);
            String said = raw.hear("[DONE]");
            assertThat(said.indexOf("Simulated narrow")).isPositive().isLessThan(said.indexOf("Simulated solo"));
        }
    }
}
