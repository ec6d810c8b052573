package io.keywell.protocol.anthropic;

import static io.keywell.protocol.StreamEvents.Kind.COMMENT;
import static io.keywell.protocol.StreamEvents.Kind.CONTENT;
import static io.keywell.protocol.StreamEvents.Kind.DONE;
import static io.keywell.protocol.StreamEvents.Kind.ERROR;
import static io.keywell.protocol.StreamEvents.Kind.OTHER;
import static io.keywell.protocol.StreamEvents.Kind.ROLE_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Usage;
import io.keywell.protocol.StreamEvents.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageEventsTest {

    private static final String START = "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"content\":[],"
            + "\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":90,\"output_tokens\":1}}}";

    private final MessageEvents events = new MessageEvents();

    private Kind read(String data) {
        byte[] bytes = ("event: x\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        return events.read(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"ping\"} | COMMENT",
                "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"\"}} | ROLE_ONLY",
                "{\"type\":\"content_block_start\",\"content_block\":{\"text\":\"\",\"type\":\"thinking\",\"signature\":\"\"}} | ROLE_ONLY",
                "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"input\":{}}} | CONTENT",
                "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"redacted_thinking\",\"data\":\"x\"}} | CONTENT",
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}} | CONTENT",
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"\"}} | ROLE_ONLY",
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\"}} | CONTENT",
                "{\"type\":\"content_block_stop\",\"index\":0} | ROLE_ONLY",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null}} | CONTENT",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":null}} | ROLE_ONLY",
                "{\"type\":\"message_stop\"} | DONE",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}} | ERROR",
                "{\"error\":{\"message\":\"x\"}} | ERROR",
                "{\"type\":\"of_tomorrow\",\"x\":1} | ROLE_ONLY",
                "{\"type\":\"content_block_delta\",\"del | OTHER",
                "[DONE] | OTHER"
            })
    void anEventIsWhatItsDataSays(String data, Kind kind) {
        assertThat(read(data)).isEqualTo(kind);
    }

    @Test
    void anEventThatCallsItselfAnErrorIsOne() {
        byte[] bytes = "event: error\ndata: {\"message\":\"x\"}\n\n".getBytes(StandardCharsets.UTF_8);

        assertThat(events.read(bytes, 0, bytes.length)).isEqualTo(ERROR);
        assertThat(new String(bytes, events.data().offset(), events.data().length(), StandardCharsets.UTF_8))
                .isEqualTo("{\"message\":\"x\"}");
    }

    @Test
    void aStreamFromItsBeginningToItsEnd() {
        assertThat(read(START)).isEqualTo(ROLE_ONLY);
        assertThat(events.read(":\n\n".getBytes(StandardCharsets.UTF_8), 0, 3)).isEqualTo(COMMENT);
        assertThat(read("{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}"))
                .isEqualTo(CONTENT);
        assertThat(events.finished()).isFalse();
        assertThat(
                        read(
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}}"))
                .isEqualTo(CONTENT);
        assertThat(read("{\"type\":\"message_stop\"}")).isEqualTo(DONE);

        assertThat(events.finished()).isTrue();
        assertThat(events.usage()).isEqualTo(new Usage(100, 7, 90, 0, 0, false));
    }

    /** The first report knows one token of the output; a stream that is cut off generated more. */
    @Test
    void aStreamThatIsCutOffIsGuessedFromWhatItGenerated() {
        read(START);
        read("{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"" + "word ".repeat(70)
                + "\"}}");

        Usage usage = events.usage();

        assertThat(usage).isNotNull();
        assertThat(usage.input()).isEqualTo(100);
        assertThat(usage.output()).isBetween(95L, 110L);
        assertThat(usage.estimated()).isTrue();
    }

    @Test
    void anEndWithoutUsageLeavesTheOutputToGuesses() {
        read(START);
        read("{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"" + "word ".repeat(70)
                + "\"}}");
        read("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}");

        assertThat(events.usage()).isNotNull();
        assertThat(events.usage().estimated()).isTrue();
        assertThat(events.usage().output()).isBetween(95L, 110L);
    }

    @Test
    void aStreamWithoutUsageReportsNone() {
        read("{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":0,\"output_tokens\":0}}}");
        read("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":null}");

        assertThat(events.usage()).isNull();
        assertThat(read("{\"type\":\"content_block_de")).isEqualTo(OTHER);
    }
}
