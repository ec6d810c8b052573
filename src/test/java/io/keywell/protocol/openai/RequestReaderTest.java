package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.protocol.Protocol.Asked;
import io.keywell.protocol.Protocol.Asked.Malformed;
import io.keywell.protocol.Protocol.Asked.Parsed;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @Test
    void readsWhatDecidesTheWayOfARequest() {
        String body = "{\"model\":\"gpt-4o\"," + MESSAGES
                + ",\"stream\":true,\"stream_options\": {\"include_usage\":true},\"max_tokens\":100}";
        Parsed parsed = parsed(Operation.CHAT, body);

        assertThat(parsed.model()).isEqualTo("gpt-4o");
        assertThat(parsed.stream()).isTrue();
        RequestFacts facts = parsed.facts();
        assertThat(facts.maxOutputTokens()).isEqualTo(100);
        assertThat(facts.usageAsked()).isTrue();
        assertThat(body.substring(facts.modelStart(), facts.modelEnd())).isEqualTo("\"gpt-4o\"");
        assertThat(body.substring(facts.streamOptionsStart(), facts.streamOptionsEnd()))
                .isEqualTo("{\"include_usage\":true}");
    }

    @Test
    void theOrderOfFieldsAndUnknownFieldsDoNotMatter() {
        Parsed parsed = parsed(
                Operation.CHAT,
                "{ \"stream\" : false, \"x\":{\"model\":\"no\",\"stream\":true,\"messages\":[]}, " + MESSAGES
                        + " , \"model\":\"m\"}");

        assertThat(parsed.model()).isEqualTo("m");
        assertThat(parsed.stream()).isFalse();
        assertThat(parsed.facts().maxOutputTokens()).isEqualTo(-1);
        assertThat(parsed.facts().streamOptionsStart()).isEqualTo(-1);
        assertThat(parsed.facts().usageAsked()).isFalse();
    }

    @Test
    void nullCountsAsAbsent() {
        Parsed parsed = parsed(
                Operation.CHAT,
                "{\"model\":\"m\"," + MESSAGES
                        + ",\"stream\":null,\"stream_options\":null,\"max_tokens\":null,\"n\":null,\"tools\":null}");

        assertThat(parsed.stream()).isFalse();
        assertThat(parsed.facts().maxOutputTokens()).isEqualTo(-1);
        assertThat(parsed.facts().usageAsked()).isFalse();
    }

    @Test
    void unescapesTheModelAndFieldNames() {
        assertThat(parsed(Operation.CHAT, "{\"mod\\u0065l\":\"a\\/b\\u00e4\\\"\"," + MESSAGES + "}")
                        .model())
                .isEqualTo("a/bä\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"max_tokens\":7', 7",
        "'\"max_completion_tokens\":8', 8",
        "'\"max_tokens\":7,\"max_completion_tokens\":8', 8",
        "'\"max_completion_tokens\":8,\"max_tokens\":7', 8",
        "'\"max_tokens\":0', 0",
        "'\"max_tokens\":7,\"n\":3', 21",
        "'\"best_of\":5,\"max_tokens\":7,\"n\":3', 35",
        "'\"max_tokens\":99999999999999999999999,\"n\":99999999999', 2147483647"
    })
    void capsTheOutputOverAllChoices(String fields, long cap) {
        assertThat(parsed(Operation.CHAT, "{\"model\":\"m\"," + fields + "," + MESSAGES + "}")
                        .facts()
                        .maxOutputTokens())
                .isEqualTo(cap);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model\":3|model|Invalid type for 'model': expected a string, got a number.",
                "\"model\":[]|model|Invalid type for 'model': expected a string, got an array.",
                "\"model\":\" \"|model|The field 'model' must not be empty.",
                "\"model\":null|model|The field 'model' is missing.",
                "\"model\":\"m\",\"model\":\"n\"|model|The field 'model' is there twice.",
                "\"model\":\"m\",\"mod\\u0065l\":\"n\"|model|The field 'model' is there twice.",
                "\"model\":\"m\",\"stream\":\"true\"|stream|Invalid type for 'stream': expected a boolean, got a string.",
                "\"model\":\"m\",\"stream\":1|stream|Invalid type for 'stream': expected a boolean, got a number.",
                "\"model\":\"m\",\"max_tokens\":\"9\"|max_tokens|Invalid type for 'max_tokens': expected an integer, got a string.",
                "\"model\":\"m\",\"max_tokens\":{}|max_tokens|Invalid type for 'max_tokens': expected an integer, got an object.",
                "\"model\":\"m\",\"max_tokens\":-1|max_tokens|Invalid value for 'max_tokens': expected an integer that is not negative.",
                "\"model\":\"m\",\"max_tokens\":1.5|max_tokens|Invalid value for 'max_tokens': expected an integer that is not negative.",
                "\"model\":\"m\",\"n\":true|n|Invalid type for 'n': expected an integer, got a boolean.",
                "\"model\":\"m\",\"stream_options\":[]|stream_options|Invalid type for 'stream_options': expected an object, got an array.",
                "\"model\":\"m\",\"stream_options\":{\"include_usage\":1}|stream_options.include_usage|Invalid type for 'stream_options.include_usage': expected a boolean, got a number.",
                "\"model\":\"m\",\"stream_options\":{\"include_usage\":true,\"include_usage\":false}|stream_options.include_usage|The field 'include_usage' is there twice."
            })
    void namesTheFieldThatIsWrong(String fields, String param, String message) {
        GatewayError error = malformed(Operation.CHAT, "{" + fields + "," + MESSAGES + "}");

        assertThat(error.kind()).isEqualTo(GatewayError.Kind.INVALID_REQUEST);
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT||messages|The field 'messages' is missing.",
                "CHAT|,\"messages\":null|messages|The field 'messages' is missing.",
                "CHAT|,\"messages\":[]|messages|The field 'messages' must not be empty.",
                "CHAT|,\"messages\":{}|messages|Invalid type for 'messages': expected an array of messages, got an object.",
                "CHAT|,\"messages\":[{},\"hi\"]|messages[1]|Invalid type for 'messages[1]': expected an object, got a string.",
                "CHAT|,\"prompt\":\"hi\"|messages|The field 'messages' is missing.",
                "COMPLETIONS||prompt|The field 'prompt' is missing.",
                "COMPLETIONS|,\"prompt\":{}|prompt|Invalid type for 'prompt': expected a string or an array, got an object.",
                "COMPLETIONS|,\"prompt\":[]|prompt|The field 'prompt' must not be empty.",
                "EMBEDDINGS|,\"input\":null|input|The field 'input' is missing.",
                "EMBEDDINGS|,\"input\":7|input|Invalid type for 'input': expected a string or an array, got a number.",
                "EMBEDDINGS|,\"input\":[]|input|The field 'input' must not be empty.",
                "MODERATIONS||input|The field 'input' is missing.",
                "IMAGES|,\"prompt\":null|prompt|The field 'prompt' is missing.",
                "SPEECH||input|The field 'input' is missing.",
                "RERANK|,\"query\":\"x\"|documents|The field 'documents' is missing.",
                "RERANK|,\"documents\":\"x\"|documents|Invalid type for 'documents': expected an array, got a string."
            })
    void saysWhatAnOperationNeeds(Operation operation, String fields, String param, String message) {
        GatewayError error = malformed(operation, "{\"model\":\"m\"" + (fields == null ? "" : fields) + "}");

        assertThat(error.param()).isEqualTo(param);
        assertThat(error.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|it ends too early, at byte 0.",
                "[]|an object is expected, at byte 0.",
                "\"x\"|an object is expected, at byte 0.",
                "{\"model\":\"m\"|it ends too early, at byte 12.",
                "{\"model\":\"m\",\"messages\":[{\"content\":\"tru|it ends too early, at byte 40.",
                "{\"model\":\"m\",}|a field name in double quotes is expected, at byte 13.",
                "{\"model\":m}|a value is expected, at byte 9.",
                "{\"model\":\"m\",\"stream\":tru}|a value is expected, at byte 22.",
                "{\"model\":\"m\",\"messages\":[{}]} x|unexpected bytes after the JSON value, at byte 30."
            })
    void saysAtWhichByteTheJsonIsBroken(String body, String problem) {
        GatewayError error = malformed(Operation.CHAT, body);

        assertThat(error.message()).isEqualTo("The request body is not valid JSON: " + problem);
        assertThat(error.param()).isNull();
    }

    @Test
    void refusesBrokenUtf8AnywhereInAString() {
        byte[] body = ("{\"model\":\"m\",\"x\":\"??\"," + MESSAGES + "}").getBytes(StandardCharsets.UTF_8);
        int at = new String(body, StandardCharsets.UTF_8).indexOf("??");
        body[at] = (byte) 0xED;
        body[at + 1] = (byte) 0xA0;

        assertThat(malformed(Operation.CHAT, Bytes.of(body)).message()).contains("invalid UTF-8, at byte " + at);
    }

    @Test
    void aByteOrderMarkIsNotJson() {
        assertThat(malformed(Operation.CHAT, "\uFEFF{\"model\":\"m\"," + MESSAGES + "}")
                        .message())
                .contains("at byte 0");
    }

    @Test
    void positionsCountFromTheStartOfTheBodyAlsoInALargerArray() {
        String body = "{\"model\":\"m\",\"stream_options\":{}," + MESSAGES + "}";
        byte[] array = ("xxx" + body + "yyy").getBytes(StandardCharsets.UTF_8);
        Bytes view = new Bytes(array, 3, body.length());

        assertThat(RequestReader.read(Operation.CHAT, view)).isEqualTo(parsed(Operation.CHAT, body));
        assertThat(malformed(Operation.CHAT, new Bytes(array, 3, body.length() + 1))
                        .message())
                .contains("at byte " + body.length());
    }

    @Test
    void embeddingsAreNeverAStream() {
        assertThat(parsed(Operation.EMBEDDINGS, "{\"model\":\"m\",\"stream\":true,\"input\":\"x\"}").stream())
                .isFalse();
    }

    @Test
    void thePromptMayBeNullBecauseTheProvidersDefaultIsMeant() {
        assertThat(parsed(Operation.COMPLETIONS, "{\"model\":\"m\",\"prompt\":null}")
                        .facts()
                        .inputTokens())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void estimatesTheTokensOfTextAndOfTheMessagesAroundIt(int messages) {
        String message = "{\"content\":\"" + "x".repeat(350) + "\"}";
        String all = (message + ",").repeat(messages - 1) + message;

        assertThat(inputTokens(Operation.CHAT, "\"messages\":[" + all + "]")).isEqualTo(messages * 104L + 3);
    }

    @Test
    void estimatesPicturesByTheirNumberNotByTheirBytes() {
        String picture = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}";
        long small = inputTokens(
                Operation.CHAT, "\"messages\":[{\"content\":[" + picture.formatted("QUJD".repeat(10)) + "]}]");
        long large = inputTokens(
                Operation.CHAT, "\"messages\":[{\"content\":[" + picture.formatted("QUJD".repeat(100_000)) + "]}]");
        long sound = inputTokens(
                Operation.CHAT,
                "\"messages\":[{\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"wav\",\"data\":\""
                        + "QUJD".repeat(100_000) + "\"}}]}]");

        assertThat(small).isEqualTo(large).isBetween(765L, 800L);
        assertThat(sound).isBetween(765L, 800L);
    }

    @Test
    void toolsCountAsInputWhereverTheyStand() {
        String tools =
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]";
        long without = inputTokens(Operation.CHAT, MESSAGES);

        assertThat(inputTokens(Operation.CHAT, MESSAGES + "," + tools)).isBetween(without + 20, without + 30);
        assertThat(inputTokens(Operation.CHAT, tools + "," + MESSAGES)).isBetween(without + 20, without + 30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"input\":[1,2,3,4]|4",
                "\"input\":[[1,2,3],[4,5]]|5",
                "\"input\":\"12345678901234\"|4",
                "\"input\":[\"1234567\",\"1234567\"]|4"
            })
    void tokenNumbersCountOneEach(String input, long tokens) {
        assertThat(inputTokens(Operation.EMBEDDINGS, input)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"prompt\":[\"a\",\"b\",\"c\"]|30",
                "\"prompt\":[[1,2],[3]]|20",
                "\"prompt\":[1,2,3]|10",
                "\"prompt\":\"a\"|10"
            })
    void eachPromptOfAListMayGenerateAsMuch(String prompt, long cap) {
        assertThat(parsed(Operation.COMPLETIONS, "{\"model\":\"m\",\"max_tokens\":10," + prompt + "}")
                        .facts()
                        .maxOutputTokens())
                .isEqualTo(cap);
    }

    private static long inputTokens(Operation operation, String field) {
        return parsed(operation, "{\"model\":\"m\"," + field + "}").facts().inputTokens();
    }

    private static Parsed parsed(Operation operation, String body) {
        Asked result = RequestReader.read(operation, bytes(body));
        assertThat(result).isInstanceOf(Parsed.class);
        return (Parsed) result;
    }

    private static GatewayError malformed(Operation operation, String body) {
        return malformed(operation, bytes(body));
    }

    private static GatewayError malformed(Operation operation, Bytes body) {
        Asked result = RequestReader.read(operation, body);
        assertThat(result).isInstanceOf(Malformed.class);
        return ((Malformed) result).error();
    }

    private static Bytes bytes(String body) {
        return Bytes.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
