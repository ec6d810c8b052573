package io.keywell.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseFramerTest {

    private static final String SAMPLE = ": OPENROUTER PROCESSING\n\ndata: {\"a\":\"Grüße 市 \uD83D\uDE00\"}\n\n\n"
            + "event: x\nid: 7\ndata: one\ndata:two\n\n: c\ndata: {\"b\":\"\\n\\n\"}\n\ndata: [DONE]\n\n";

    private static final List<String> EVENTS = List.of(
            ": OPENROUTER PROCESSING\n\n",
            "data: {\"a\":\"Grüße 市 \uD83D\uDE00\"}\n\n",
            "\n",
            "event: x\nid: 7\ndata: one\ndata:two\n\n",
            ": c\ndata: {\"b\":\"\\n\\n\"}\n\n",
            "data: [DONE]\n\n");

    private final List<String> events = new ArrayList<>();
    private final SseSink sink =
            (array, from, to) -> events.add(new String(array, from, to - from, StandardCharsets.UTF_8));

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void givesTheSameEventsWhereverTheStreamIsSplitInThree(String lineEnd) {
        byte[] stream = bytes(SAMPLE.replace("\n", lineEnd));
        List<String> expected =
                EVENTS.stream().map(event -> event.replace("\n", lineEnd)).toList();
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                events.clear();
                SseFramer framer = new SseFramer();
                framer.feed(stream, 0, first, sink);
                framer.feed(stream, first, second, sink);
                framer.feed(stream, second, stream.length, sink);
                framer.finish(sink);
                assertThat(events).as("split at %d and %d", first, second).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void givesTheSameEventsByteByByte(String lineEnd) {
        byte[] stream = bytes(SAMPLE.replace("\n", lineEnd));
        SseFramer framer = new SseFramer();
        for (int i = 0; i < stream.length; i++) {
            framer.feed(stream, i, i + 1, sink);
        }
        framer.finish(sink);

        assertThat(events)
                .isEqualTo(EVENTS.stream()
                        .map(event -> event.replace("\n", lineEnd))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n\n", "\r\n\r\n"})
    void handsAnEventOnAsSoonAsItIsWhole(String end) {
        SseFramer framer = new SseFramer();
        byte[] event = bytes("data: x" + end);
        framer.feed(event, 0, event.length, sink);

        assertThat(events).hasSize(1);
    }

    @Test
    void aStreamOfBareReturnsDoesNotWaitForALineFeed() {
        SseFramer framer = new SseFramer();
        byte[] event = bytes("data: x\r\r");
        framer.feed(event, 0, event.length, sink);

        assertThat(events).containsExactly("data: x\r\r");
    }

    @Test
    void anEventThatLiesInOneChunkIsNotCopied() {
        byte[] chunk = bytes("data: a\n\ndata: b\n\ndata: c");
        List<byte[]> arrays = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        new SseFramer().feed(chunk, 0, chunk.length, (array, from, to) -> {
            arrays.add(array);
            starts.add(from);
        });

        assertThat(arrays).containsExactly(chunk, chunk);
        assertThat(arrays).allMatch(array -> array == chunk);
        assertThat(starts).containsExactly(0, 9);
    }

    @Test
    void aSplitEventIsGivenAwayAndNotWrittenAgain() {
        List<byte[]> arrays = new ArrayList<>();
        SseSink keep = (array, from, to) -> arrays.add(array);
        SseFramer framer = new SseFramer();
        for (String part : List.of("data: a", "\n\ndata: b", "\n\n")) {
            framer.feed(bytes(part), 0, part.length(), keep);
        }

        assertThat(new String(arrays.get(0), 0, 9, StandardCharsets.UTF_8)).isEqualTo("data: a\n\n");
        assertThat(arrays.get(1)).isNotSameAs(arrays.get(0));
    }

    @Test
    void theLastEventMayLackItsBlankLine() {
        SseFramer framer = new SseFramer();
        byte[] stream = bytes("data: a\n\ndata: [DONE]\n");
        framer.feed(stream, 0, stream.length, sink);
        assertThat(events).containsExactly("data: a\n\n");
        framer.finish(sink);

        assertThat(events).containsExactly("data: a\n\n", "data: [DONE]\n");
    }

    @Test
    void nothingIsLeftAtTheEndOfAWholeStream() {
        SseFramer framer = new SseFramer();
        byte[] stream = bytes("data: a\n\n");
        framer.feed(stream, 0, stream.length, sink);
        framer.finish(sink);

        assertThat(events).hasSize(1);
    }

    @Test
    void anEventThatNeverEndsIsAnErrorAndNothingFollows() {
        SseFramer framer = new SseFramer(20);
        byte[] part = bytes("data: 0123456");
        assertThat(framer.feed(part, 0, part.length, sink)).isTrue();
        assertThat(framer.feed(part, 0, part.length, sink)).isFalse();
        byte[] whole = bytes("\n\ndata: x\n\n");
        assertThat(framer.feed(whole, 0, whole.length, sink)).isFalse();
        framer.finish(sink);

        assertThat(events).isEmpty();
    }

    @Test
    void anEventThatGrowsTooLargeWithItsLastChunkStopsThatChunkToo() {
        SseFramer framer = new SseFramer(20);
        byte[] part = bytes("data: 0123456");
        framer.feed(part, 0, part.length, sink);
        byte[] rest = bytes("0123456789\n\ndata: x\n\n");

        assertThat(framer.feed(rest, 0, rest.length, sink)).isFalse();
        assertThat(events).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
