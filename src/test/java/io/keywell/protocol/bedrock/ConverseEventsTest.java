package io.keywell.protocol.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.Seal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConverseEventsTest {

    private final ConverseEvents reader = new ConverseEvents();
    private final List<ChatEvent> events = new ArrayList<>();

    @Test
    void textIsToldPieceByPieceAndEndsWithReasonUsageAndCompletion() {
        read("messageStart", "{\"role\":\"assistant\"}");
        read("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hel\"}}");
        read("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"lo\"}}");
        read("contentBlockStop", "{\"contentBlockIndex\":0}");
        read("messageStop", "{\"stopReason\":\"end_turn\"}");
        read("metadata", "{\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"cacheReadInputTokens\":4}}");
        reader.end(events::add);

        assertThat(events)
                .containsExactly(
                        new ChatEvent.Started("", ""),
                        new ChatEvent.TextDelta(0, "Hel"),
                        new ChatEvent.TextDelta(0, "lo"),
                        new ChatEvent.PartEnded(0),
                        new ChatEvent.Finished(Finish.STOP, null),
                        new ChatEvent.UsageTold(new Usage(7, 2, 4, 0, 0, false)),
                        new ChatEvent.Completed());
    }

    @Test
    void partsAreNumberedFromZeroWhateverNumbersTheBlocksHave() {
        read("contentBlockDelta", "{\"contentBlockIndex\":1,\"delta\":{\"reasoningContent\":{\"text\":\"hm\"}}}");
        read("contentBlockDelta", "{\"contentBlockIndex\":1,\"delta\":{\"reasoningContent\":{\"signature\":\"s\"}}}");
        read(
                "contentBlockStart",
                "{\"contentBlockIndex\":4,\"start\":{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"f\"}}}");
        read("contentBlockDelta", "{\"contentBlockIndex\":4,\"delta\":{\"toolUse\":{\"input\":\"{}\"}}}");
        read("messageStop", "{\"stopReason\":\"tool_use\"}");

        assertThat(events)
                .containsExactly(
                        new ChatEvent.Started("", ""),
                        new ChatEvent.ReasoningDelta(0, "hm"),
                        new ChatEvent.ReasoningSealed(0, new Seal(Dialect.ANTHROPIC, "s"), null),
                        new ChatEvent.PartEnded(0),
                        new ChatEvent.ToolCallStarted(1, "t1", "f", null),
                        new ChatEvent.ToolArguments(1, "{}"),
                        new ChatEvent.PartEnded(1),
                        new ChatEvent.Finished(Finish.TOOL_CALLS, null));
    }

    @Test
    void anExceptionFailsTheStreamInWordsThatTheAdapterReads() {
        byte[] event =
                ("event: exception\ndata: {\"__type\":\"throttlingException\",\"message\":\"Too many tokens\"}\n\n")
                        .getBytes(StandardCharsets.UTF_8);
        reader.read(event, 0, event.length, events::add);
        read("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"late\"}}");
        reader.end(events::add);

        assertThat(events).singleElement().isInstanceOfSatisfying(ChatEvent.Failed.class, failed -> assertThat(
                        text(failed.error()))
                .isEqualTo("{\"__type\":\"throttlingException\",\"message\":\"Too many tokens\"}"));
    }

    @Test
    void aStreamThatStopsBeforeItsReasonWasCutOff() {
        read("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hel\"}}");
        reader.end(events::add);

        assertThat(events).last().isInstanceOf(ChatEvent.Failed.class);
    }

    @Test
    void aPayloadThatIsNoJsonFailsTheStream() {
        read("contentBlockDelta", "{\"contentBlockIndex\":0,\"del");

        assertThat(events).singleElement().isInstanceOf(ChatEvent.Failed.class);
    }

    private void read(String type, String payload) {
        byte[] event = ("event: " + type + "\ndata: " + payload + "\n\n").getBytes(StandardCharsets.UTF_8);
        reader.read(event, 0, event.length, events::add);
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }
}
