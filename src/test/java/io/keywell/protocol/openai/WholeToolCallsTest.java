package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WholeToolCallsTest {

    private final WholeToolCalls calls = new WholeToolCalls();

    private String take(String event) {
        byte[] bytes = ("??" + event).getBytes(StandardCharsets.UTF_8);
        Bytes made = calls.take(bytes, 2, bytes.length);
        return new String(made.array(), made.offset(), made.length(), StandardCharsets.UTF_8);
    }

    private static String chunk(String choices) {
        return "data: {\"id\":\"c\",\"created\":1,\"choices\":[" + choices + "]}\n\n";
    }

    private static String choice(int index, String delta, String finish) {
        return "{\"index\":" + index + ",\"delta\":" + delta + ",\"finish_reason\":" + finish + "}";
    }

    private static String piece(String call) {
        return chunk(choice(0, "{\"tool_calls\":[" + call + "]}", "null"));
    }

    private static JsonArray told(String event, int choice) {
        return new JsonObject(event.substring(6))
                .getJsonArray("choices")
                .getJsonObject(choice)
                .getJsonObject("delta")
                .getJsonArray("tool_calls");
    }

    @Test
    void aCallInPiecesIsToldWholeWithTheReasonOfTheEnd() {
        assertThat(
                        take(
                                piece(
                                        "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"w\",\"arguments\":\"\"}}")))
                .isEmpty();
        assertThat(take(piece("{\"index\":0,\"function\":{\"arguments\":\"{\\\"c\\\":\"}}")))
                .isEmpty();
        assertThat(take(piece("{\"index\":0,\"function\":{\"arguments\":\"12345678901234567890}\"}}")))
                .isEmpty();

        String end = take(chunk(choice(0, "{}", "\"tool_calls\"")));

        assertThat(end).endsWith("}\n\n");
        assertThat(told(end, 0).encode())
                .isEqualTo("[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"w\","
                        + "\"arguments\":\"{\\\"c\\\":12345678901234567890}\"}}]");
        assertThat(take("data: [DONE]\n\n")).isEqualTo("data: [DONE]\n\n");
    }

    @Test
    void whatHasNoCallsPassesByteForByte() {
        String text = chunk(choice(0, "{ \"content\" : \"the word \\\"tool_calls\\\" in a text\"}", "null"));
        assertThat(take(text)).isEqualTo(text);
        assertThat(take(": hm\n\n")).isEqualTo(": hm\n\n");
        take(piece("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"w\",\"arguments\":\"{}\"}}"));
        assertThat(take(text)).isEqualTo(text);
        assertThat(take("data: {torn\n\n")).isEqualTo("data: {torn\n\n");
    }

    @Test
    void whatStandsBesideAPieceIsTold() {
        String made = take(chunk(choice(
                0,
                "{\"role\":\"assistant\",\"content\":\"Hm\",\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"w\"}}]}",
                "null")));
        assertThat(made).contains("\"content\":\"Hm\"").doesNotContain("tool_calls");
    }

    @Test
    void parallelCallsOfSeveralChoicesKeepTheirPlacesWhateverTheOrderOfTheirPieces() {
        take(chunk(choice(
                1,
                "{\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"n\",\"arguments\":\"{}\"}}]}",
                "null")));
        take(piece("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"two\",\"arguments\":\"{\"}}"));
        take(piece("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"one\"}}"));
        take(piece("{\"index\":1,\"function\":{\"arguments\":\"}\"}}"));

        String both = take(chunk(choice(0, "{}", "\"tool_calls\"") + "," + choice(1, "{}", "\"stop\"")));

        assertThat(told(both, 0).getJsonObject(0).getJsonObject("function").encode())
                .as("a call without arguments has none")
                .isEqualTo("{\"name\":\"one\",\"arguments\":\"{}\"}");
        assertThat(told(both, 0).getJsonObject(1).getString("id")).isEqualTo("b");
        assertThat(told(both, 1).getJsonObject(0).getString("id")).isEqualTo("x");
    }

    @Test
    void callsWithoutNumbersAreToldApartByTheirNames() {
        take(piece("{\"id\":\"a\",\"function\":{\"name\":\"w\",\"arguments\":\"{}\"}}"));
        take(piece("{\"id\":\"b\",\"function\":{\"name\":\"w\",\"arguments\":{\"c\":1}}}"));

        JsonArray told = told(take(chunk(choice(0, "{}", "\"stop\""))), 0);

        assertThat(told).hasSize(2);
        assertThat(told.getJsonObject(1).getJsonObject("function").getString("arguments"))
                .isEqualTo("{\"c\":1}");
    }

    @Test
    void aWholeCallWithItsEndPassesInOneChunk() {
        String end = chunk(choice(
                0,
                "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"w\",\"arguments\":\"{}\"}}]}",
                "\"tool_calls\""));
        assertThat(new JsonObject(take(end).substring(6))).isEqualTo(new JsonObject(end.substring(6)));
    }

    @Test
    void aStreamThatDoesNotSayWhyItEndsLosesNoCall() {
        take(piece("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"w\",\"arguments\":\"{}\"}}"));

        String end = take("data: [DONE]\n\n");

        assertThat(end).endsWith("\n\ndata: [DONE]\n\n");
        assertThat(told(end.substring(0, end.indexOf("\n\n")), 0)).hasSize(1);
    }

    @Test
    void aCallWithoutEndIsTooMuch() {
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 8; i++) {
            assertThat(calls.tooMuch()).isFalse();
            take(piece("{\"index\":0,\"function\":{\"arguments\":\"" + megabyte + "\"}}"));
        }
        assertThat(calls.tooMuch()).isTrue();
    }
}
