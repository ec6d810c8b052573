package io.keywell.protocol.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.StreamEvents.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkReaderTest {

    private final ChunkReader reader = new ChunkReader();
    private final ArrayStream array = new ArrayStream();

    private Kind read(String event) {
        byte[] bytes = event.getBytes(UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), UTF_8);
    }

    private String element(String event) {
        byte[] bytes = event.getBytes(UTF_8);
        return text(array.event(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ": keep-alive | COMMENT",
                "data: [DONE] | DONE",
                "data: {\"candidates\":[{\"content\":{\"role\":\"model\"}}]} | ROLE_ONLY",
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]}}]} | ROLE_ONLY",
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"thought\":true,\"text\":\"\"}]}}]} | ROLE_ONLY",
                "data: {\"usageMetadata\":{\"promptTokenCount\":4}} | ROLE_ONLY",
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]} | CONTENT",
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\",\"thought\":true}]}}]} | CONTENT",
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]}}]} | CONTENT",
                "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]} | CONTENT",
                "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}} | CONTENT",
                "data: {\"error\":{\"code\":503}} | ERROR",
                "data: {\"candidates\":[ | OTHER",
                "data: {\"other\":1} | OTHER"
            })
    void anEventIsToldForWhatItIs(String event, Kind kind) {
        assertThat(read(event + "\n\n")).isEqualTo(kind);
    }

    @Test
    void theStreamIsFinishedOnceItSaysWhy() {
        read("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello\"}]},\"finishReason\":null}]}\n\n");
        assertThat(reader.finished()).isFalse();

        read("data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":8,"
                + "\"candidatesTokenCount\":2,\"totalTokenCount\":10}}\n\n");

        assertThat(reader.finished()).isTrue();
        assertThat(reader.usage()).isEqualTo(Usage.reported(8, 2));
        assertThat(reader.outputEstimate()).isEqualTo(2);
    }

    @Test
    void anErrorIsHandedOnWithoutItsFrame() {
        read("data: {\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}\n\n");

        assertThat(text(reader.data())).isEqualTo("{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}");
    }

    @Test
    void eventsBecomeTheElementsOfOneArray() {
        String whole = element(": hello\n\n")
                + element("data: {\"a\":1}\r\n\r\n")
                + element("data: {\"b\":\ndata: 2}\n\n")
                + text(array.end());

        assertThat(whole).isEqualTo("[{\"a\":1},\r\n{\"b\":\n2}]");
    }

    @Test
    void aStreamOfNothingIsAnEmptyArray() {
        assertThat(text(array.end())).isEqualTo("[]");
    }
}
