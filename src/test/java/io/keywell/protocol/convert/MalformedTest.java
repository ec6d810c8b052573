package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.ChatSides.EventReader;
import io.keywell.protocol.chat.ChatSides.EventWriter;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.RequestDraft;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a provider or a caller sends, no side throws, and a stream keeps its order and ends in one way. The inputs are
 * the golden ones, cut off and damaged.
 */
class MalformedTest {

    private static final long SEED = 20261122;
    private static final int DAMAGES = 300;
    private static final String[] SPLINTERS = {
        "null", "[]", "{}", "\"", "{", "}", "-1", "1e999", "\\ud800", "\u00ff", "\n\n", "\r", "data: ", "[DONE]", ",",
        ":"
    };

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streams")
    void aStreamThatIsCutAnywhereEndsWell(Dialect dialect, String name, ChatSides sides) {
        Bytes stream = GoldenFiles.input(dialect, name + ".stream");
        for (int length = 0; length <= stream.length(); length++) {
            play(sides, Arrays.copyOf(stream.array(), length));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streams")
    void aDamagedStreamEndsWell(Dialect dialect, String name, ChatSides sides) {
        byte[] stream = GoldenFiles.input(dialect, name + ".stream").array();
        Random random = new Random(SEED);
        for (int i = 0; i < DAMAGES; i++) {
            play(sides, damaged(stream, random));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streams")
    void aStreamThatCameTwiceIsHeardOnce(Dialect dialect, String name, ChatSides sides) {
        String stream = GoldenFiles.text(GoldenFiles.input(dialect, name + ".stream"));
        play(sides, (stream + "\n\n" + stream).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("answers")
    void aDamagedAnswerIsReadOrNot(Dialect dialect, String name, ChatSides sides) {
        byte[] answer = GoldenFiles.input(dialect, name + ".answer.json").array();
        unharmed(answer, sides::readAnswer);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("requests")
    void aDamagedRequestIsReadOrRefused(Dialect dialect, String name, ChatSides sides) {
        byte[] request = GoldenFiles.input(dialect, name + ".request.json").array();
        unharmed(request, body -> {
            if (sides.readRequest(body, "model", false) instanceof ChatSides.Read.Understood understood) {
                for (ChatSides target : Conversions.SIDES) {
                    target.writeRequest(understood.request(), "upstream-model");
                }
            }
        });
    }

    private static void unharmed(byte[] golden, Consumer<Bytes> use) {
        Random random = new Random(SEED);
        for (int i = 0; i < DAMAGES; i++) {
            byte[] body = damaged(golden, random);
            assertThatCode(() -> use.accept(Bytes.of(body)))
                    .as(() -> new String(body, StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
    }

    /** Reads it to its end, and writes what was read for callers of all dialects. */
    private static void play(ChatSides sides, byte[] stream) {
        EventReader reader = sides.eventReader();
        EventOrder order = new EventOrder();
        EventWriter[] writers = Conversions.SIDES.stream()
                .filter(side -> side.dialect() != Dialect.BEDROCK)
                .map(side -> side.eventWriter(frame(side.dialect())))
                .toArray(EventWriter[]::new);
        Consumer<ChatEvent> sink = event -> {
            order.accept(event);
            for (EventWriter writer : writers) {
                writer.write(event);
            }
        };
        assertThatCode(() -> {
                    SseFramer framer = new SseFramer();
                    framer.feed(stream, 0, stream.length, (event, from, to) -> reader.read(event, from, to, sink));
                    framer.finish((event, from, to) -> reader.read(event, from, to, sink));
                    reader.end(sink);
                    reader.end(sink);
                })
                .as(() -> new String(stream, StandardCharsets.UTF_8))
                .doesNotThrowAnyException();
        assertThat(order.over())
                .as(() -> "ends: " + new String(stream, StandardCharsets.UTF_8))
                .isTrue();
    }

    private static Frame frame(Dialect dialect) {
        return new Frame("id", 0, true, new RequestDraft(dialect, "model", true).finish());
    }

    /** With some bytes left out, doubled, changed or put in. */
    private static byte[] damaged(byte[] golden, Random random) {
        byte[] bytes = golden;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int from = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, from + random.nextInt(12));
            String splinter = random.nextBoolean() ? SPLINTERS[random.nextInt(SPLINTERS.length)] : "";
            byte[] middle = splinter.getBytes(StandardCharsets.ISO_8859_1);
            byte[] next = new byte[from + middle.length + bytes.length - to];
            System.arraycopy(bytes, 0, next, 0, from);
            System.arraycopy(middle, 0, next, from, middle.length);
            System.arraycopy(bytes, to, next, from + middle.length, bytes.length - to);
            bytes = next;
        }
        return bytes;
    }

    static Stream<Arguments> streams() {
        return inputs(".stream");
    }

    static Stream<Arguments> answers() {
        return inputs(".answer.json");
    }

    static Stream<Arguments> requests() {
        return inputs(".request.json");
    }

    private static Stream<Arguments> inputs(String ending) {
        return Conversions.SIDES.stream().flatMap(sides -> GoldenFiles.cases(sides.dialect(), ending).stream()
                .map(name -> Arguments.of(sides.dialect(), name, sides)));
    }
}
