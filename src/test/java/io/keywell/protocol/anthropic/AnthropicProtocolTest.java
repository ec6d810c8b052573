package io.keywell.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol.AnswerKind;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.Protocol.PathWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicProtocolTest {

    private static final String REQUEST =
            "{ \"max_tokens\": 100, \"model\" : \"claude-x\", \"stream\": true, \"thinking\":{\"budget\":1e400},"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello there, model\"}] }";

    private final AnthropicProtocol protocol = new AnthropicProtocol();

    private static Bytes bytes(String text) {
        byte[] padded = ("##" + text + "##").getBytes(StandardCharsets.UTF_8);
        return new Bytes(padded, 2, padded.length - 4);
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }

    private Asked read(String body) {
        return protocol.read(Operation.CHAT, bytes(body), PathWords.NONE);
    }

    private GatewayError mistake(String body) {
        return ((Asked.Malformed) read(body)).error();
    }

    @Test
    void aRequestSaysItsModelItsStreamAndItsLimit() {
        Asked.Parsed parsed = (Asked.Parsed) read(REQUEST);

        assertThat(parsed.model()).isEqualTo("claude-x");
        assertThat(parsed.stream()).isTrue();
        assertThat(parsed.facts().maxOutputTokens()).isEqualTo(100);
        assertThat(parsed.facts().inputTokens()).isBetween(8L, 20L);
    }

    @Test
    void systemPromptsAndToolsCountAsInput() {
        String more = REQUEST.replace(
                "\"messages\"",
                "\"system\":\"" + "word ".repeat(100) + "\",\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\""
                        + "object\"}}],\"messages\"");

        long without = ((Asked.Parsed) read(REQUEST)).facts().inputTokens();
        long with = ((Asked.Parsed) read(more)).facts().inputTokens();

        assertThat(with - without).isBetween(140L, 180L);
    }

    @Test
    void onlyTheModelChangesOnTheWayToTheProvider() {
        Bytes body = bytes(REQUEST);
        RequestFacts facts = ((Asked.Parsed) protocol.read(Operation.CHAT, body, PathWords.NONE)).facts();

        Bytes renamed = protocol.rewrite(Operation.CHAT, body, facts, "claude-opus-4-1", true);

        assertThat(text(renamed)).isEqualTo(REQUEST.replace("claude-x", "claude-opus-4-1"));
        assertThat(protocol.rewrite(Operation.CHAT, body, facts, "claude-x", true))
                .isSameAs(body);
    }

    @Test
    void countingTokensNeedsNoLimitAndGeneratesNothing() {
        Asked.Parsed parsed = (Asked.Parsed) protocol.read(
                Operation.COUNT_TOKENS,
                bytes("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                PathWords.NONE);

        assertThat(parsed.stream()).isFalse();
        assertThat(parsed.facts().maxOutputTokens()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"messages\":[{}],\"max_tokens\":1} | model",
                "{\"model\":\"m\",\"max_tokens\":1} | messages",
                "{\"model\":\"m\",\"messages\":[{}]} | max_tokens",
                "{\"model\":\"m\",\"messages\":[],\"max_tokens\":1} | messages",
                "{\"model\":\"m\",\"messages\":\"hi\",\"max_tokens\":1} | messages",
                "{\"model\":\"m\",\"messages\":[{},1],\"max_tokens\":1} | messages[1]",
                "{\"model\":\"m\",\"model\":\"n\",\"messages\":[{}],\"max_tokens\":1} | model",
                "{\"model\":\"m\",\"mod\\u0065l\":\"n\",\"messages\":[{}],\"max_tokens\":1} | model",
                "{\"model\":7,\"messages\":[{}],\"max_tokens\":1} | model",
                "{\"model\":\"m\",\"stream\":1,\"messages\":[{}],\"max_tokens\":1} | stream",
                "{\"model\":\"m\",\"messages\":[{}],\"max_tokens\":-1} | max_tokens",
                "{\"model\":\"m\",\"messages\":[{}],\"max_tokens\":\"1\"} | max_tokens"
            })
    void aMistakeNamesItsField(String body, String param) {
        assertThat(mistake(body).param()).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{\"model\":", "{\"model\":\"m\",\"messages\":[{}],\"max_tokens\":1} x", "{\"a\":01}"})
    void whatIsNoJsonObjectIsRefused(String body) {
        assertThat(mistake(body).message()).startsWith("The request body is not valid JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"message\",\"content\":[],\"usage\":{}} | ANSWER",
                "{\"type\":\"message\",\"content\":[{\"type\":\"text\" | ANSWER",
                "{\"input_tokens\":12} | UNREADABLE",
                "{\"type\":\"message\",\"content\":null} | UNREADABLE",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}} | ERROR",
                "{\"error\":\"no\"} | ERROR",
                "{\"type\":\"message\",\"con | UNREADABLE",
                "<html></html> | UNREADABLE",
                "'' | UNREADABLE"
            })
    void anAnswerIsToldFromAnError(String body, AnswerKind kind) {
        assertThat(protocol.kind(Operation.CHAT, bytes(body))).isEqualTo(kind);
    }

    @Test
    void aCountHasNoContent() {
        assertThat(protocol.kind(Operation.COUNT_TOKENS, bytes("{\"input_tokens\":12}")))
                .isEqualTo(AnswerKind.ANSWER);
    }

    @Test
    void inputOfTheUsageIncludesWhatWasCached() {
        Bytes answer = bytes("{\"content\":[{\"type\":\"text\",\"text\":\"\\\"usage\\\":{\\\"input_tokens\\\":9}\"}],"
                + "\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":20,\"cache_read_input_tokens\":30,"
                + "\"output_tokens\":40,\"output_tokens_details\":{\"thinking_tokens\":15},\"service_tier\":null}}");

        assertThat(protocol.usage(Operation.CHAT, answer)).isEqualTo(new Usage(60, 40, 30, 20, 15, false));
    }

    @Test
    void anAnswerWithoutUsageIsGuessedFromItsContent() {
        Bytes answer = bytes("{\"model\":\"not counted\",\"content\":[{\"type\":\"text\",\"text\":\""
                + "word ".repeat(70) + "\"}]}");

        assertThat(protocol.usage(Operation.CHAT, answer)).isNull();
        assertThat(protocol.outputEstimate(Operation.CHAT, answer)).isBetween(95L, 110L);
        assertThat(protocol.usage(Operation.COUNT_TOKENS, bytes("{\"input_tokens\":12}")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "KEYS_EXHAUSTED, rate_limit_error",
        "CONSUMER_RATE_LIMITED, rate_limit_error",
        "BUDGET_EXHAUSTED, billing_error",
        "GATEWAY_OVERLOADED, overloaded_error",
        "UPSTREAM_FAILED, api_error",
        "UPSTREAM_TIMEOUT, timeout_error",
        "INVALID_API_KEY, authentication_error",
        "MODEL_NOT_ALLOWED, permission_error",
        "MODEL_NOT_FOUND, not_found_error",
        "REQUEST_TOO_LARGE, request_too_large",
        "INVALID_REQUEST, invalid_request_error"
    })
    void errorsHaveAnthropicsTypes(GatewayError.Kind kind, String type) {
        Bytes body = protocol.error(GatewayError.of(kind, "It \"broke\"."), "req_1");

        assertThat(text(body))
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"" + type
                        + "\",\"message\":\"It \\\"broke\\\".\"},\"request_id\":\"req_1\"}");
    }

    @Test
    void anErrorInAStreamIsAnEventOfItsOwn() {
        Bytes event = protocol.errorEvent(GatewayError.of(GatewayError.Kind.UPSTREAM_FAILED, "Gone."), "req_1");

        assertThat(text(event))
                .isEqualTo("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                        + "\"message\":\"Gone.\"},\"request_id\":\"req_1\"}\n\n");
    }

    /** Agents shorten the conversation when they read these words, whoever said them first. */
    @Test
    void aPromptThatIsTooLongIsSaidInTheWordsThatAgentsKnow() {
        GatewayError.Kind kind = GatewayError.Kind.CONTEXT_LENGTH_EXCEEDED;

        String foreign = text(protocol.error(GatewayError.of(kind, "maximum context length is 8192"), "r"));
        String own = text(protocol.error(GatewayError.of(kind, "prompt is too long: 9 tokens > 8 maximum"), "r"));

        assertThat(foreign).contains("\"prompt is too long: maximum context length is 8192\"");
        assertThat(own).contains("\"prompt is too long: 9 tokens > 8 maximum\"");
    }

    @Test
    void modelsComeOnOnePage() {
        assertThat(text(Models.list(List.of("a", "b/\"c"), 1_700_000_000)))
                .isEqualTo("{\"data\":[{\"type\":\"model\",\"id\":\"a\",\"display_name\":\"a\",\"created_at\":"
                        + "\"2023-11-14T22:13:20Z\"},{\"type\":\"model\",\"id\":\"b/\\\"c\",\"display_name\":\"b/\\\"c\","
                        + "\"created_at\":\"2023-11-14T22:13:20Z\"}],\"has_more\":false,\"first_id\":\"a\","
                        + "\"last_id\":\"b/\\\"c\"}");
        assertThat(text(Models.list(List.of(), 0)))
                .isEqualTo("{\"data\":[],\"has_more\":false,\"first_id\":null,\"last_id\":null}");
        assertThat(text(Models.one("a", 0))).startsWith("{\"type\":\"model\",\"id\":\"a\"");
    }
}
