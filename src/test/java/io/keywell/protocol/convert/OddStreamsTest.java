package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Dialect;
import io.keywell.core.Usage;
import io.keywell.protocol.Framer;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.SseSink;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.StreamEvents.Kind;
import io.keywell.protocol.bedrock.EventStreamFramer;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.dialect.Protocols;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * What providers and networks do to streams, for each dialect, carried as it is and converted for every other one: the
 * stream says the same, or it ends as a failure.
 */
class OddStreamsTest {

    private static final List<String> NAMES = List.of("plain", "tools", "reasoning");
    private static final Set<Kind> SILENT = EnumSet.of(Kind.COMMENT, Kind.OTHER);

    /** What does not change what a stream says. */
    enum Oddity {
        CARRIAGE_RETURN_AND_LINE_FEED(stream -> stream.replace("\n", "\r\n")),
        CARRIAGE_RETURN(stream -> stream.replace('\n', '\r')),
        DATA_IN_SEVERAL_LINES(stream -> stream.replace("data: {", "data: {\ndata:  ")),
        NO_BLANK_AFTER_THE_COLON(stream -> stream.replace("data: ", "data:")),
        NO_LAST_BLANK_LINE(String::stripTrailing),
        COMMENTS(stream -> ": hello\n\n" + stream.replace("\n\n", "\n: keep-alive\n\n:\n\n")),
        THE_END_TWICE(stream -> stream.stripTrailing() + "\n\n" + lastBlock(stream) + "\n\n"),
        DATA_BEFORE_ITS_NAME(stream -> stream.replaceAll("(event: .*)\n(data: .*)\n", "$2\n$1\n"));

        private final UnaryOperator<String> change;

        Oddity(UnaryOperator<String> change) {
            this.change = change;
        }
    }

    /** What a stream came to. */
    private record Told(String output, List<Kind> kinds, boolean finished, Usage usage, long estimate) {
        boolean failed() {
            return kinds.contains(Kind.ERROR);
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("odd")
    void anOddStreamSaysTheSame(Dialect dialect, String name, Oddity oddity) {
        String stream = golden(dialect, name);
        byte[] odd = bytes(oddity.change.apply(stream));

        for (Conversion pair : pairs(dialect)) {
            assertThat(converted(pair, odd, odd.length).output())
                    .as("for " + pair.from())
                    .isEqualTo(converted(pair, bytes(stream), odd.length).output());
        }
        if (dialect != Dialect.BEDROCK) {
            Told told = carried(dialect, odd, odd.length);
            Told straight = carried(dialect, bytes(stream), odd.length);
            assertThat(told.failed()).isFalse();
            assertThat(told.finished()).isTrue();
            assertThat(told.usage()).isEqualTo(straight.usage());
            assertThat(told.kinds()).startsWith(straight.kinds().toArray(Kind[]::new));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streams")
    void charactersMayBeSplitByTheNetwork(Dialect dialect, String name) {
        byte[] stream = bytes(golden(dialect, name));

        for (Conversion pair : pairs(dialect)) {
            assertThat(converted(pair, stream, 1)).isEqualTo(converted(pair, stream, stream.length));
        }
        if (dialect != Dialect.BEDROCK) {
            assertThat(carried(dialect, stream, 1)).isEqualTo(carried(dialect, stream, stream.length));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streams")
    void brokenCharactersAreNoEnd(Dialect dialect, String name) {
        String stream = new String(bytes(golden(dialect, name)), StandardCharsets.ISO_8859_1);
        byte[] broken =
                stream.replaceAll("[\u00e0-\u00f4][\u0080-\u00bf]+", "\u00ff").getBytes(StandardCharsets.ISO_8859_1);

        for (Conversion pair : pairs(dialect)) {
            Told told = converted(pair, broken, broken.length);
            assertThat(told.finished() || told.failed()).isTrue();
        }
        if (dialect != Dialect.BEDROCK) {
            assertThat(carried(dialect, broken, broken.length).finished()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streams")
    void aStreamThatIsTornInsideAnEventBeforeItsEndFails(Dialect dialect, String name) {
        String stream = golden(dialect, name);
        int end = endOfFinish(dialect, stream);
        for (int length = 0; length < end; length++) {
            byte[] torn = bytes(stream.substring(0, length));
            for (Conversion pair : pairs(dialect)) {
                Told told = converted(pair, torn, Integer.MAX_VALUE);
                assertThat(told.failed())
                        .as("for %s at %d", pair.from(), length)
                        .isTrue();
                assertThat(told.finished())
                        .as("for %s at %d", pair.from(), length)
                        .isFalse();
            }
            if (dialect != Dialect.BEDROCK) {
                assertThat(carried(dialect, torn, Integer.MAX_VALUE).finished())
                        .as("at %d", length)
                        .isFalse();
            }
        }
    }

    /** Where the data ends that says why the answer ends. */
    private static int endOfFinish(Dialect dialect, String stream) {
        String word =
                switch (dialect) {
                    case OPENAI -> "\"finish_reason\":\"";
                    case RESPONSES -> "\"type\":\"response.completed\"";
                    case ANTHROPIC -> "\"stop_reason\":\"";
                    case GEMINI -> "\"finishReason\"";
                    case BEDROCK -> "\"stopReason\"";
                };
        return stream.indexOf("\n", stream.indexOf(word));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streams")
    void aStreamWithoutUsageIsEstimated(Dialect dialect, String name) {
        byte[] stream = bytes(golden(dialect, name).replaceAll("\"usage(Metadata)?\"", "\"nothing\""));

        for (Conversion pair : pairs(dialect)) {
            Told told = converted(pair, stream, stream.length);
            assertThat(told.failed()).isFalse();
            assertThat(told.finished()).isTrue();
            assertThat(told.usage()).isNull();
            assertThat(told.estimate()).isPositive();
        }
        if (dialect != Dialect.BEDROCK) {
            Told told = carried(dialect, stream, stream.length);
            assertThat(told.finished()).isTrue();
            assertThat(told.usage()).isNull();
            assertThat(told.estimate()).isPositive();
        }
    }

    @Test
    void binaryMessagesSayWhatTheirBlocksSay() {
        for (String name : NAMES) {
            String stream = golden(Dialect.BEDROCK, name);
            byte[] binary = binary(stream);
            for (Conversion pair : pairs(Dialect.BEDROCK)) {
                Told straight = converted(pair, bytes(stream), Integer.MAX_VALUE);
                assertThat(converted(pair, new EventStreamFramer(), binary, 1).output())
                        .isEqualTo(straight.output());
            }
        }
    }

    @Test
    void aMessageWithABadChecksumFailsTheStream() {
        byte[] binary = binary(golden(Dialect.BEDROCK, "plain"));
        for (int damagedAt = 0; damagedAt < binary.length; damagedAt++) {
            byte[] damaged = binary.clone();
            damaged[damagedAt] ^= 0x10;
            Conversion pair = pairs(Dialect.BEDROCK).get(0);
            Told told = converted(pair, new EventStreamFramer(), damaged, damaged.length);
            // The usage comes after the answer has said that it is complete; without it the answer is good.
            assertThat(told.failed() || told.finished())
                    .as("byte %d", damagedAt)
                    .isTrue();
            assertThat(told.usage()).as("byte %d", damagedAt).isNull();
        }
    }

    private static Told converted(Conversion pair, byte[] stream, int step) {
        return converted(pair, new SseFramer(), stream, step);
    }

    private static Told converted(Conversion pair, Framer framer, byte[] bytes, int step) {
        Frame frame = new Frame("id", 0, true, new RequestDraft(pair.from(), "model", true).finish());
        ConvertedStream stream = pair.stream(frame);
        StringBuilder output = new StringBuilder();
        List<Kind> kinds = new ArrayList<>();
        feed(framer, bytes, step, (event, from, to) -> {
            Kind kind = stream.read(event, from, to);
            add(kinds, kind);
            output.append(GoldenFiles.text(stream.output()));
        });
        add(kinds, stream.end());
        output.append(GoldenFiles.text(stream.output()));
        return new Told(output.toString(), kinds, stream.finished(), stream.usage(), stream.outputEstimate());
    }

    private static Told carried(Dialect dialect, byte[] bytes, int step) {
        StreamEvents events = Protocols.of(dialect).events();
        List<Kind> kinds = new ArrayList<>();
        feed(new SseFramer(), bytes, step, (event, from, to) -> add(kinds, events.read(event, from, to)));
        return new Told("", kinds, events.finished(), events.usage(), events.outputEstimate());
    }

    private static void add(List<Kind> kinds, Kind kind) {
        if (!SILENT.contains(kind)) {
            kinds.add(kind);
        }
    }

    /** In a network's pieces: chunks are arrays of their own that nobody may keep. */
    private static void feed(Framer framer, byte[] bytes, int step, SseSink sink) {
        for (int from = 0; from < bytes.length; ) {
            int to = (int) Math.min(bytes.length, (long) from + step);
            byte[] chunk = Arrays.copyOfRange(bytes, from, to);
            if (!framer.feed(chunk, 0, chunk.length, sink)) {
                return;
            }
            Arrays.fill(chunk, (byte) '#');
            from = to;
        }
        framer.finish(sink);
    }

    private static byte[] binary(String stream) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String block : stream.strip().split("\n\n")) {
            String type = block.substring("event: ".length(), block.indexOf('\n'));
            String data = block.substring(block.indexOf("data: ") + "data: ".length());
            Map<String, HeaderValue> headers = Map.of(
                    ":message-type", HeaderValue.fromString("event"), ":event-type", HeaderValue.fromString(type));
            new Message(headers, bytes(data)).encode(out);
        }
        return out.toByteArray();
    }

    private static String lastBlock(String stream) {
        String stripped = stream.strip();
        return stripped.substring(stripped.lastIndexOf("\n\n") + 2);
    }

    private static String golden(Dialect dialect, String name) {
        return GoldenFiles.text(GoldenFiles.input(dialect, name + ".stream"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All that end with it as the provider's dialect. */
    private static List<Conversion> pairs(Dialect provider) {
        return Stream.of(Dialect.values())
                .filter(caller -> caller != Dialect.BEDROCK && caller != provider)
                .map(caller -> Conversions.all().find(caller, provider))
                .toList();
    }

    static Stream<Arguments> streams() {
        return Stream.of(Dialect.values()).flatMap(dialect -> NAMES.stream().map(name -> Arguments.of(dialect, name)));
    }

    /** Gemini says nothing at the end that is not content. */
    static Stream<Arguments> odd() {
        return streams().flatMap(stream -> Stream.of(Oddity.values())
                .filter(oddity -> oddity != Oddity.THE_END_TWICE || stream.get()[0] != Dialect.GEMINI)
                .map(oddity -> Arguments.of(stream.get()[0], stream.get()[1], oddity)));
    }
}
