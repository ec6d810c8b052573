package io.keywell.protocol.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol.AnswerKind;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.Protocol.PathWords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiProtocolTest {

    private static final PathWords PATH = new PathWords("asked", true);
    private static final String HELLO = "{\"contents\":[{\"parts\":[{\"text\":\"Hello there, how are you?\"}]}]";

    private final GeminiProtocol protocol = new GeminiProtocol();

    /** Somewhere in an array, as bodies of the wire stand. */
    private static Bytes bytes(String text) {
        byte[] body = ("##" + text + "##").getBytes(UTF_8);
        return new Bytes(body, 2, body.length - 4);
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), UTF_8);
    }

    private Asked.Parsed parsed(Operation operation, String body) {
        Asked asked = protocol.read(operation, bytes(body), PATH);
        assertThat(asked).isInstanceOf(Asked.Parsed.class);
        return (Asked.Parsed) asked;
    }

    private GatewayError mistake(Operation operation, String body, PathWords path) {
        Asked asked = protocol.read(operation, bytes(body), path);
        assertThat(asked).isInstanceOf(Asked.Malformed.class);
        return ((Asked.Malformed) asked).error();
    }

    private String rewritten(Operation operation, String body) {
        Bytes bytes = bytes(body);
        Asked.Parsed asked = (Asked.Parsed) protocol.read(operation, bytes, PATH);
        return text(protocol.rewrite(operation, bytes, asked.facts(), "gemini-x", false));
    }

    @Test
    void thePathSaysTheModelAndWhetherItIsAStream() {
        Asked.Parsed asked = parsed(Operation.CHAT, HELLO + ",\"model\":\"models/other\"}");

        assertThat(asked.model()).isEqualTo("asked");
        assertThat(asked.stream()).isTrue();
        assertThat(asked.facts().usageAsked()).isTrue();
    }

    @Test
    void withoutAPathTheBodySaysTheModel() {
        Asked asked = protocol.read(Operation.CHAT, bytes(HELLO + ",\"model\":\"models/mine\"}"), PathWords.NONE);

        assertThat(((Asked.Parsed) asked).model()).isEqualTo("mine");
        assertThat(mistake(Operation.CHAT, HELLO + "}", PathWords.NONE).param()).isEqualTo("model");
    }

    @Test
    void textToolsAndInstructionsAreEstimatedAndPicturesAreNotCountedByTheirLength() {
        long plain = parsed(Operation.CHAT, HELLO + "}").facts().inputTokens();
        long more = parsed(
                        Operation.CHAT,
                        HELLO + ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"weather\"}]}],"
                                + "\"system_instruction\":{\"parts\":[{\"text\":\"Be brief and kind.\"}]}}")
                .facts()
                .inputTokens();
        String picture = "\"inlineData\":{\"data\":\"" + "iVBORw0KGgo".repeat(20_000) + "\"}";
        long withPicture = parsed(Operation.CHAT, "{\"contents\":[{\"parts\":[{" + picture + "}]}]}")
                .facts()
                .inputTokens();

        assertThat(plain).isBetween(8L, 20L);
        assertThat(more).isGreaterThan(plain + 15);
        assertThat(withPicture).isBetween(700L, 900L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"maxOutputTokens\":100} | 100",
                "{\"max_output_tokens\":100,\"candidate_count\":3} | 300",
                "{\"maxOutputTokens\":\"100\",\"candidateCount\":2} | 200",
                "{\"maxOutputTokens\":1.5} | -1",
                "{\"maxOutputTokens\":-4} | -1",
                "{\"maxOutputTokens\":99999999999,\"candidateCount\":8} | 2147483647",
                "{} | -1",
                "null | -1"
            })
    void theCapCountsOverAllCandidates(String config, long cap) {
        assertThat(parsed(Operation.CHAT, HELLO + ",\"generationConfig\":" + config + "}")
                        .facts()
                        .maxOutputTokens())
                .isEqualTo(cap);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"contents\":[]}",
                "{\"contents\":\"hi\"}",
                "{\"contents\":[{\"parts\":[{\"text\":\"\u0001\"}]}]}",
                "{\"contents\":[{}]} x",
                "{\"contents\":[{}],\"contents\":[{}]}",
                "{\"contents\":[{}],\"systemInstruction\":{},\"system_instruction\":{}}",
                "{\"contents\":[{}],\"generationConfig\":{\"maxOutputTokens\":1,\"max_output_tokens\":9}}",
                "{\"contents\":[{}],\"model\":7}"
            })
    void aBodyThatIsWrongOrAmbiguousIsRefused(String body) {
        assertThat(mistake(Operation.CHAT, body, PATH).kind()).isEqualTo(Kind.INVALID_REQUEST);
    }

    @Test
    void eachOperationHasItsOwnContent() {
        assertThat(parsed(Operation.EMBEDDINGS, "{\"content\":{\"parts\":[{\"text\":\"x\"}]}}")
                        .facts()
                        .inputTokens())
                .isPositive();
        assertThat(parsed(Operation.BATCH_EMBEDDINGS, "{\"requests\":[{\"content\":{}}]}")
                        .model())
                .isEqualTo("asked");
        parsed(Operation.COUNT_TOKENS, "{\"generateContentRequest\":{\"contents\":[]}}");
        assertThat(mistake(Operation.EMBEDDINGS, HELLO + "}", PATH).param()).isEqualTo("content");
        assertThat(mistake(Operation.BATCH_EMBEDDINGS, HELLO + "}", PATH).param())
                .isEqualTo("requests");
    }

    @Test
    void aBodyWithoutAModelStaysAsItIs() {
        Bytes body = bytes(HELLO + "}");
        Asked.Parsed asked = (Asked.Parsed) protocol.read(Operation.CHAT, body, PATH);

        assertThat(protocol.rewrite(Operation.CHAT, body, asked.facts(), "gemini-x", true))
                .isSameAs(body);
        assertThat(protocol.rewrite(Operation.COUNT_TOKENS, body, asked.facts(), "gemini-x", false))
                .isSameAs(body);
    }

    @Test
    void modelsInBodiesBecomeTheProvidersWhereverTheyStand() {
        assertThat(rewritten(Operation.CHAT, "{\"model\" : \"models/a\",\"contents\":[{\"model\":\"b\"}]}"))
                .isEqualTo("{\"model\" : \"models/gemini-x\",\"contents\":[{\"model\":\"b\"}]}");
        assertThat(rewritten(
                        Operation.COUNT_TOKENS,
                        "{\"generateContentRequest\":{\"contents\":[],\"model\":\"models/a\"}}"))
                .isEqualTo("{\"generateContentRequest\":{\"contents\":[],\"model\":\"models/gemini-x\"}}");
        assertThat(rewritten(
                        Operation.BATCH_EMBEDDINGS,
                        "{\"requests\":[{\"model\":\"models/a\",\"content\":{}},{\"content\":{},\"model\":\"a\"}]}"))
                .isEqualTo("{\"requests\":[{\"model\":\"models/gemini-x\",\"content\":{}},"
                        + "{\"content\":{},\"model\":\"models/gemini-x\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT | {\"candidates\":[{}]} | ANSWER",
                "CHAT | {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}} | ANSWER",
                "CHAT | {\"usageMetadata\":{}} | ANSWER",
                "CHAT | {\"error\":{\"code\":503}} | ERROR",
                "CHAT | [{\"error\":{\"code\":429}}] | ERROR",
                "CHAT | <html> | UNREADABLE",
                "CHAT | '' | UNREADABLE",
                "CHAT | {\"candidates\": | UNREADABLE",
                "COUNT_TOKENS | {\"totalTokens\":4} | ANSWER",
                "EMBEDDINGS | {\"embedding\":{\"values\":[0.1]}} | ANSWER"
            })
    void anAnswerIsToldFromAnError(Operation operation, String body, AnswerKind kind) {
        assertThat(protocol.kind(operation, bytes(body))).isEqualTo(kind);
    }

    @Test
    void usageIsMadeNormal() {
        Bytes answer = bytes("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"usageMetadata\"}]}}],"
                + "\"usageMetadata\":{\"promptTokenCount\":100,\"cachedContentTokenCount\":64,"
                + "\"toolUsePromptTokenCount\":20,\"candidatesTokenCount\":3,\"thoughtsTokenCount\":9,"
                + "\"totalTokenCount\":132}}");

        assertThat(protocol.usage(Operation.CHAT, answer)).isEqualTo(new Usage(120, 12, 64, 0, 9, false));
        assertThat(protocol.usage(Operation.CHAT, bytes("{\"candidates\":[]}"))).isNull();
        assertThat(protocol.usage(Operation.COUNT_TOKENS, bytes("{\"totalTokens\":7}")))
                .isEqualTo(Usage.NONE);
        assertThat(protocol.outputEstimate(Operation.CHAT, answer)).isBetween(3L, 6L);
    }

    @Test
    void anErrorTellsWhatGooglesClientsRead() {
        GatewayError error = new GatewayError(Kind.KEYS_EXHAUSTED, "All \"keys\" are used up.", null, null, 12_500);

        assertThat(text(protocol.error(error, "req-1", 10_000)))
                .isEqualTo("{\"error\":{\"code\":429,\"message\":\"All \\\"keys\\\" are used up.\","
                        + "\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
                        + "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"KEYS_EXHAUSTED\","
                        + "\"domain\":\"keywell\"},"
                        + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"3s\"},"
                        + "{\"@type\":\"type.googleapis.com/google.rpc.RequestInfo\",\"requestId\":\"req-1\"}]}}");
        assertThat(text(protocol.errorEvent(error, "", 0)))
                .startsWith("data: {\"error\":{\"code\":429,")
                .endsWith("}\n\n")
                .doesNotContain("RetryInfo");
    }

    @Test
    void aSpentBudgetDoesNotAskToComeBack() {
        GatewayError spent = new GatewayError(Kind.BUDGET_EXHAUSTED, "Spent.", null, null, 12_500);

        assertThat(text(protocol.error(spent, "", 10_000))).doesNotContain("RetryInfo");
    }

    @Test
    void theFieldThatIsWrongIsNamed() {
        assertThat(text(protocol.error(GatewayError.invalid("No.", "contents"), "")))
                .contains("\"status\":\"INVALID_ARGUMENT\"", "\"fieldViolations\":[{\"field\":\"contents\"}]");
    }

    @Test
    void modelsAreListedAsGoogleListsThem() {
        assertThat(text(Models.list(java.util.List.of("a", "b"))))
                .startsWith("{\"models\":[{\"name\":\"models/a\"")
                .contains("{\"name\":\"models/b\"", "\"supportedGenerationMethods\":[\"generateContent\"")
                .endsWith("]}");
        assertThat(text(Models.one("a"))).startsWith("{\"name\":\"models/a\"");
    }
}
