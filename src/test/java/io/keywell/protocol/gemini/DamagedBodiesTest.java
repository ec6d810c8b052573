package io.keywell.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.protocol.Protocol.PathWords;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The golden inputs with bytes cut off, changed, doubled and put in: nobody throws, and streams keep their order. */
class DamagedBodiesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/gemini");
    private static final byte[] INTERESTING = "{}[]\":,\\0e-tfn\n\r \u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private final GeminiSides sides = new GeminiSides();
    private final GeminiProtocol protocol = new GeminiProtocol();

    private static List<byte[]> golden(String ending) {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .map(DamagedBodiesTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void damaged(String ending, Consumer<byte[]> check) {
        List<byte[]> originals = golden(ending);
        assertThat(originals).isNotEmpty();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] body = originals.get(random.nextInt(originals.size()));
            for (int left = random.nextInt(3); left >= 0 && body.length > 0; left--) {
                body = once(body, random);
            }
            try {
                check.accept(body);
            } catch (RuntimeException | AssertionError failure) {
                fail("seed " + seed + ", round " + round + ": " + new String(body, StandardCharsets.UTF_8), failure);
            }
        }
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        byte any = INTERESTING[random.nextInt(INTERESTING.length)];
        int kind = random.nextInt(4);
        int skipped = kind == 0 ? bytes.length - at : kind == 1 ? 1 : kind == 2 ? 1 : 0;
        int added = kind >= 2 ? 1 : 0;
        byte[] result = new byte[bytes.length - skipped + added];
        System.arraycopy(bytes, 0, result, 0, at);
        if (added == 1) {
            result[at] = any;
        }
        System.arraycopy(bytes, at + skipped, result, at + added, bytes.length - at - skipped);
        return result;
    }

    @Test
    void requestsAreUnderstoodOrRefused() {
        damaged(".request.json", bytes -> {
            Bytes body = Bytes.of(bytes);
            assertThat(sides.readRequest(body, "m", false)).isNotNull();
            assertThat(protocol.read(Operation.CHAT, body, new PathWords("m", false)))
                    .isNotNull();
        });
    }

    @Test
    void answersAreReadOrNot() {
        damaged(".answer.json", bytes -> {
            Bytes body = Bytes.of(bytes);
            sides.readAnswer(body);
            protocol.kind(Operation.CHAT, body);
            protocol.usage(Operation.CHAT, body);
            assertThat(protocol.outputEstimate(Operation.CHAT, body)).isNotNegative();
        });
    }

    @Test
    void streamsEndInOneWayAndKeepTheirOrder() {
        damaged(".stream", bytes -> {
            List<ChatEvent> seen = new ArrayList<>();
            EventReader reader = sides.eventReader();
            var events = protocol.events();
            SseFramer framer = new SseFramer();
            framer.feed(bytes, 0, bytes.length, (event, from, to) -> {
                reader.read(event, from, to, seen::add);
                events.read(event, from, to);
            });
            framer.finish((event, from, to) -> reader.read(event, from, to, seen::add));
            reader.end(seen::add);
            inOrder(seen);
        });
    }

    private static void inOrder(List<ChatEvent> seen) {
        assertThat(seen).isNotEmpty();
        ChatEvent last = seen.get(seen.size() - 1);
        assertThat(last).isInstanceOfAny(ChatEvent.Completed.class, ChatEvent.Failed.class);
        assertThat(seen.subList(0, seen.size() - 1))
                .noneMatch(event -> event instanceof ChatEvent.Completed || event instanceof ChatEvent.Failed);
        long begun = seen.stream()
                .filter(event -> event instanceof ChatEvent.ToolCallStarted)
                .count();
        long argued = seen.stream()
                .filter(event -> event instanceof ChatEvent.ToolArguments)
                .count();
        assertThat(argued).isEqualTo(begun);
    }
}
