package io.keywell.simulator;

import static io.keywell.simulator.SimulatorFixture.KEY_A1;
import static io.keywell.simulator.SimulatorFixture.chatBody;
import static io.keywell.simulator.SimulatorFixture.data;
import static io.keywell.simulator.SimulatorFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.core.Clock;
import io.keywell.simulator.RawCall.End;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsOnTheWireTest {

    private static SimulatorFixture simulator;
    private static final List<Long> delays = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void start() {
        simulator =
                new SimulatorFixture(PoolLimits.unlimited(), Clock.system(), vertx -> SimulatorFixture.noting(delays));
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @AfterEach
    void everyPlaceIsGivenBack() {
        simulator.provider().faults().clear();
        awaitNoneInFlight();
        delays.clear();
    }

    private static void awaitNoneInFlight() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(simulator.inFlight()).isZero());
    }

    private static void play(FaultRule rule) {
        simulator.provider().faults().add(rule);
    }

    private static HttpResponse<String> chat(Fault fault, boolean stream) {
        play(FaultRule.once(fault));
        return simulator.post("/v1/chat/completions", KEY_A1, chatBody(stream));
    }

    private static RawCall raw(FaultRule rule, boolean stream) throws Exception {
        play(rule);
        return new RawCall(simulator, KEY_A1, chatBody(stream));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultEndsWithItsConnectionAndTheNextCallIsGood(Fault fault) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            try (RawCall call = raw(FaultRule.once(fault).gap(1), stream)) {
                call.listen();
            }
            awaitNoneInFlight();
            assertThat(simulator.chat(KEY_A1).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED_HEADER,               429, tokens,                    rate_limit_exceeded",
        "RATE_LIMITED_HEADER_MS,            429, tokens,                    rate_limit_exceeded",
        "RATE_LIMITED_BODY,                 429, tokens,                    rate_limit_exceeded",
        "RATE_LIMITED_BARE,                 429, tokens,                    rate_limit_exceeded",
        "RATE_LIMITED_DAY,                  429, requests,                  rate_limit_exceeded",
        "SLOW_DOWN,                         429, rate_limit_error,          slow_down",
        "REQUEST_TOO_LARGE,                 429, tokens,                    rate_limit_exceeded",
        "INSUFFICIENT_QUOTA,                429, insufficient_quota,        insufficient_quota",
        "CREDIT_BALANCE_EXHAUSTED,          429, insufficient_quota,        credit_balance_exhausted",
        "ORGANIZATION_SPEND_LIMIT_EXCEEDED, 429, insufficient_quota,        organization_spend_limit_exceeded",
        "ORGANIZATION_USAGE_LIMIT_EXCEEDED, 429, insufficient_quota,        organization_usage_limit_exceeded",
        "PROJECT_SPEND_LIMIT_EXCEEDED,      429, insufficient_quota,        project_spend_limit_exceeded",
        "INVALID_KEY,                       401, invalid_request_error,     invalid_api_key",
        "FORBIDDEN,                         403, request_forbidden,         unsupported_country_region_territory",
        "MODEL_MISSING,                     404, invalid_request_error,     model_not_found",
        "CONTEXT_LENGTH,                    400, invalid_request_error,     context_length_exceeded",
        "BAD_REQUEST,                       400, invalid_request_error,     unsupported_parameter",
        "SERVER_ERROR,                      500, server_error,              ",
        "OVERLOADED,                        503, service_unavailable_error, server_is_overloaded",
    })
    void errorsHaveOpenAisShapeForStreamsToo(Fault fault, int status, String type, String code) {
        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> response = chat(fault, stream);
            JsonObject error = json(response).getJsonObject("error");
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
            assertThat(error.getString("type")).isEqualTo(type);
            assertThat(error.getString("code")).isEqualTo(code);
            assertThat(error.getString("message")).doesNotContain("{");
            assertThat(response.headers().firstValue("x-request-id")).isPresent();
        }
    }

    @Test
    void theHintIsWhereTheFaultSays() {
        HttpResponse<String> header = chat(Fault.RATE_LIMITED_HEADER, false);
        assertThat(header.headers().firstValue("retry-after")).contains("2");
        assertThat(header.body()).doesNotContain("try again").contains("in organization org-sim-openai-org-a on");
        HttpResponse<String> millis = chat(Fault.RATE_LIMITED_HEADER_MS, false);
        assertThat(millis.headers().firstValue("retry-after-ms")).contains("644");
        assertThat(millis.headers().firstValue("retry-after")).isEmpty();
        HttpResponse<String> body = chat(Fault.RATE_LIMITED_BODY, false);
        assertThat(body.headers().firstValue("retry-after-ms")).isEmpty();
        assertThat(body.body()).contains("Please try again in 644ms.");
        HttpResponse<String> bare = chat(Fault.RATE_LIMITED_BARE, false);
        assertThat(bare.headers().firstValue("retry-after")).isEmpty();
        assertThat(bare.body()).doesNotContain("try again");
        assertThat(chat(Fault.RATE_LIMITED_DAY, false).body()).contains("requests per day (RPD)", "in 6m0s.");
    }

    @Test
    void aProxysPageIsHtml() {
        HttpResponse<String> response = chat(Fault.BAD_GATEWAY_HTML, true);
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("content-type")).contains("text/html");
        assertThat(response.body()).contains("<h1>502 Bad Gateway</h1>");
    }

    @Test
    void aHangingCallIsSilentAndKeepsItsPlaceUntilTheCallerGoes() throws Exception {
        try (RawCall call = raw(FaultRule.once(Fault.HANG), false)) {
            assertThat(call.listen()).isEqualTo(End.SILENT);
            assertThat(call.heard()).isEmpty();
            assertThat(simulator.inFlight()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aResetBeforeTheHeadIsATcpResetWithoutAByte(boolean stream) throws Exception {
        try (RawCall call = raw(FaultRule.once(Fault.RESET_BEFORE_HEAD), stream)) {
            assertThat(call.listen()).isEqualTo(End.RESET);
            assertThat(call.heard()).isEmpty();
        }
    }

    /** With real timers: the order in time is what is tested. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aResetAfterTheHeadComesAfterAGoodHead(boolean stream) throws Exception {
        try (SimulatorFixture timed = SimulatorFixture.unlimited()) {
            timed.provider().faults().add(FaultRule.once(Fault.RESET_AFTER_HEAD));
            try (RawCall call = new RawCall(timed, KEY_A1, chatBody(stream))) {
                assertThat(call.listen()).isEqualTo(End.RESET);
                assertThat(call.heard()).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
            }
        }
    }

    @Test
    void aStreamBreaksAfterAsMuchContentAsWasSaid() throws Exception {
        for (int pieces : new int[] {0, 3}) {
            try (RawCall call = raw(FaultRule.once(Fault.BREAK).after(pieces), true)) {
                assertThat(call.listen()).isNotEqualTo(End.SILENT);
                assertThat(call.endsProperly()).isFalse();
                assertThat(data(call.unchunked())).hasSize(1 + pieces);
            }
        }
    }

    @Test
    void aJsonAnswerBreaksInTheMiddleOfWhatItAnnounced() throws Exception {
        try (RawCall call = raw(FaultRule.once(Fault.BREAK), false)) {
            assertThat(call.listen()).isNotEqualTo(End.SILENT);
            int announced = Integer.parseInt(call.heard().replaceAll("(?s).*content-length: (\\d+).*", "$1"));
            assertThat(call.body().getBytes(StandardCharsets.UTF_8)).hasSize(announced / 2);
        }
    }

    @Test
    void aStalledStreamFallsSilentAfterContent() throws Exception {
        try (RawCall call = raw(FaultRule.once(Fault.STALL), true)) {
            assertThat(call.listen()).isEqualTo(End.SILENT);
            assertThat(data(call.unchunked())).hasSize(3);
            assertThat(simulator.inFlight()).isEqualTo(1);
        }
    }

    @Test
    void aDrippingStreamComesByteByByteAndWhole() throws Exception {
        try (RawCall call = raw(FaultRule.once(Fault.DRIP).gap(7), true)) {
            call.listen();
            assertThat(call.endsProperly()).isTrue();
            assertThat(call.body()).startsWith("1\r\nd\r\n1\r\na\r\n1\r\nt\r\n");
            assertThat(delays).filteredOn(delay -> delay == 7).hasSizeGreaterThan(1_000);
        }
    }

    @Test
    void gapsAreBetweenTheEvents() {
        play(FaultRule.once(Fault.GAPS).gap(5_000));
        String stream =
                simulator.post("/v1/chat/completions", KEY_A1, chatBody(true)).body();
        assertThat(data(stream)).hasSize(12);
        assertThat(delays).filteredOn(delay -> delay == 5_000).hasSize(11);
    }

    @Test
    void anErrorEventComesBeforeOrAfterTheFirstContent() {
        List<String> first = data(chat(Fault.ERROR_EVENT_FIRST, true).body());
        assertThat(first).hasSize(2).noneMatch(event -> event.contains("Simulated"));
        List<String> later = data(chat(Fault.ERROR_EVENT_LATER, true).body());
        assertThat(later).hasSize(4).anyMatch(event -> event.contains("Simulated"));
        for (List<String> events : List.of(first, later)) {
            JsonObject last = new JsonObject(events.get(events.size() - 1));
            assertThat(last.getJsonObject("error").getString("code")).isEqualTo("server_is_overloaded");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGoodStatusMayHoldAnError(boolean stream) {
        HttpResponse<String> response = chat(Fault.ERROR_IN_200, stream);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).getJsonObject("error").getString("type")).isEqualTo("service_unavailable_error");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGoodStatusMayHoldNothing(boolean stream) {
        HttpResponse<String> response = chat(Fault.EMPTY_200, stream);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void truncatedJsonIsAProperMessage() throws Exception {
        assertThat(chat(Fault.TRUNCATED_JSON, false).body())
                .startsWith("{\"id\":")
                .doesNotEndWith("}");
        try (RawCall call = raw(FaultRule.once(Fault.TRUNCATED_JSON), true)) {
            call.listen();
            assertThat(call.endsProperly()).isTrue();
            assertThat(call.unchunked()).doesNotEndWith("\n");
        }
    }

    @Test
    void charactersAreSplitOverChunksAndStillWhole() throws Exception {
        try (RawCall call = raw(FaultRule.once(Fault.UTF8_SPLIT), true)) {
            call.listen();
            assertThat(call.heard()).doesNotContain("h\u00e9llo").doesNotContain("\ud83d\ude00");
        }
        String stream = chat(Fault.UTF8_SPLIT, true).body();
        assertThat(stream)
                .contains("h\u00e9llo", "\u6f22\u5b57", "\ud83d\ude00")
                .contains("[DONE]");
        assertThat(chat(Fault.UTF8_SPLIT, false).body()).contains("\ud83d\ude00 \u20ac.\"");
    }

    @Test
    void usageMayBeMissing() {
        List<String> events = data(chat(Fault.USAGE_MISSING, true).body());
        assertThat(events).hasSize(11).noneMatch(event -> event.contains("prompt_tokens"));
        assertThat(chat(Fault.USAGE_MISSING, false).body())
                .contains("finish_reason")
                .doesNotContain("usage");
    }

    @ParameterizedTest
    @EnumSource(names = {"SSE_CRLF", "SSE_COMMENTS", "SSE_MULTILINE", "SSE_NO_FINAL_BLANK", "SSE_DOUBLE_DONE"})
    void odditiesOfStreamsAreStillTheSameEvents(Fault fault) {
        List<String> events = data(chat(fault, true).body());
        List<String> chunks =
                events.stream().filter(event -> !event.equals("[DONE]")).toList();
        assertThat(chunks).hasSize(11).allSatisfy(chunk -> assertThat(new JsonObject(chunk))
                .isNotEmpty());
        assertThat(events).last().isEqualTo("[DONE]");
    }

    @Test
    void odditiesOfStreamsAreOnTheWire() {
        assertThat(chat(Fault.SSE_CRLF, true).body()).endsWith("data: [DONE]\r\n\r\n");
        assertThat(chat(Fault.SSE_COMMENTS, true).body()).startsWith(": keep-alive\n\n:\n");
        assertThat(chat(Fault.SSE_MULTILINE, true).body()).containsPattern("data: .*,\ndata: \"object\"");
        assertThat(chat(Fault.SSE_NO_FINAL_BLANK, true).body()).endsWith("data: [DONE]");
        assertThat(chat(Fault.SSE_DOUBLE_DONE, true).body()).endsWith("data: [DONE]\n\ndata: [DONE]\n\n");
    }
}
