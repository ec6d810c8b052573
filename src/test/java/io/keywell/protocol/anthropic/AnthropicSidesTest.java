package io.keywell.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatSides.EventReader;
import io.keywell.protocol.chat.ChatSides.EventWriter;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.chat.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicSidesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/anthropic");

    private final AnthropicSides sides = new AnthropicSides();
    private final RequestDraft draft = new RequestDraft(Dialect.ANTHROPIC, "asked", true);

    private static ObjectNode tree(Bytes bytes) {
        ObjectNode json = JsonTrees.object(bytes);
        assertThat(json).isNotNull();
        return json;
    }

    private static Bytes golden(String file) throws IOException {
        return Bytes.of(Files.readAllBytes(GOLDEN.resolve(file)));
    }

    /** What this dialect says, its own sides carry: nothing is lost on the way through the neutral call. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "system",
                "tool-any",
                "tool-forced",
                "tool-none",
                "tool-result",
                "parallel-tools",
                "image",
                "image-url",
                "image-in-result",
                "document-url",
                "structured-output",
                "reasoning-budget",
                "reasoning-off",
                "reasoning-history",
                "prefill"
            })
    void aRequestComesBackAsItWas(String name) throws IOException {
        ObjectNode original = tree(golden(name + ".request.json"));
        String model = original.path("model").asText();
        Read.Understood read = (Read.Understood) sides.readRequest(golden(name + ".request.json"), model, false);

        JsonNode written = tree(sides.writeRequest(read.request(), model).body());

        assertThat(plain(written)).isEqualTo(plain(original));
    }

    /** Contents that are one text alone, written in either of the two ways that mean the same. */
    private static JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            JsonNode content = object.get("content");
            if (content != null
                    && content.size() == 1
                    && content.path(0).path("type").asText().equals("text")) {
                object.set("content", content.path(0).path("text"));
            }
            object.elements().forEachRemaining(AnthropicSidesTest::plain);
        } else {
            node.forEach(AnthropicSidesTest::plain);
        }
        return node;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | messages",
                "{\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]} | messages[0].role",
                "{\"messages\":[{\"role\":\"user\"}]} | messages[0]",
                "{\"messages\":[{\"role\":\"user\",\"content\":7}]} | messages[0].content",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]} | messages[0].content[0]",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]} | messages[0].content[0].source",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}]}"
                        + " | messages[0].content[0].tool_use_id",
                "{\"messages\":[],\"system\":[{\"type\":\"image\"}]} | system",
                "{\"messages\":[],\"tools\":[{}]} | tools",
                "{\"messages\":[],\"tool_choice\":{\"type\":\"maybe\"}} | tool_choice.type"
            })
    void aMistakeNamesItsField(String body, String param) {
        Read read = sides.readRequest(Bytes.of(body.getBytes(StandardCharsets.UTF_8)), "m", false);

        assertThat(read).isInstanceOf(Read.Malformed.class);
        assertThat(((Read.Malformed) read).error().param()).isEqualTo(param);
    }

    @Test
    void whatIsNoMessageIsNoAnswer() {
        for (String body :
                List.of("", "{}", "[]", "{\"content\":\"x\"}", "<html>", "{\"type\":\"error\",\"error\":{}}")) {
            assertThat(sides.readAnswer(Bytes.of(body.getBytes(StandardCharsets.UTF_8))))
                    .as(body)
                    .isNull();
        }
    }

    static Stream<Path> streams() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".stream")).sorted().toList().stream();
        }
    }

    /** Wherever a stream breaks off, its reader says so in the right order and does not throw. */
    @ParameterizedTest
    @MethodSource("streams")
    void aStreamMayBreakAtAnyByte(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            List<ChatEvent> events = read(Arrays.copyOf(whole, length));
            ChatEvent last = events.get(events.size() - 1);

            assertThat(last).isInstanceOfAny(ChatEvent.Failed.class, ChatEvent.Completed.class);
            assertThat(events).filteredOn(ChatEvent.Started.class::isInstance).hasSizeLessThan(2);
            assertThat(written(events)).isNotNull();
        }
    }

    private List<ChatEvent> read(byte[] bytes) {
        List<ChatEvent> events = new ArrayList<>();
        EventReader reader = sides.eventReader();
        SseFramer framer = new SseFramer();
        framer.feed(bytes, 0, bytes.length, (event, from, to) -> reader.read(event, from, to, events::add));
        framer.finish((event, from, to) -> reader.read(event, from, to, events::add));
        reader.end(events::add);
        return events;
    }

    private String written(List<ChatEvent> events) {
        Frame frame = new Frame("f1", 0, true, draft.finish());
        EventWriter writer = sides.eventWriter(frame);
        StringBuilder out = new StringBuilder();
        for (ChatEvent event : events) {
            Bytes bytes = writer.write(event);
            out.append(new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8));
        }
        return out.toString();
    }

    /** Read and written again, a stream of this family is itself: thoughts and their seals included. */
    @Test
    void aStreamComesBackWithItsThoughts() throws IOException {
        String out = written(read(Files.readAllBytes(GOLDEN.resolve("reasoning.stream"))));

        assertThat(out.lines().filter(line -> line.startsWith("event: ")))
                .containsExactly(
                        "event: message_start",
                        "event: content_block_start",
                        "event: content_block_delta",
                        "event: content_block_delta",
                        "event: content_block_stop",
                        "event: content_block_start",
                        "event: content_block_stop",
                        "event: content_block_start",
                        "event: content_block_delta",
                        "event: content_block_stop",
                        "event: message_delta",
                        "event: message_stop");
        assertThat(out)
                .contains("\"delta\":{\"type\":\"signature_delta\",\"signature\":\"c2lnbmF0dXJl\"}")
                .contains("\"index\":1,\"content_block\":{\"type\":\"redacted_thinking\",\"data\":\"c2VhbGVk\"}")
                .contains("\"index\":2,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    }

    private static final List<ChatEvent> WITH_FOREIGN_THOUGHTS = List.of(
            new ChatEvent.Started("", ""),
            new ChatEvent.ReasoningDelta(0, "I "),
            new ChatEvent.ReasoningDelta(0, "guess"),
            new ChatEvent.ReasoningSealed(0, new Seal(Dialect.GEMINI, "g"), null),
            new ChatEvent.PartEnded(0),
            new ChatEvent.TextDelta(1, "Hi"),
            new ChatEvent.PartEnded(1),
            new ChatEvent.Finished(ChatAnswer.Finish.STOP, null),
            new ChatEvent.Completed());

    /** Most callers expect that the first block is the text. */
    @Test
    void foreignThoughtsDoNotGoOutUnasked() {
        String out = written(WITH_FOREIGN_THOUGHTS);

        assertThat(out).doesNotContain("thinking").doesNotContain("guess");
        assertThat(out).contains("\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\"");
    }

    @Test
    void foreignThoughtsAreShownToWhomWantsThoughtsAndCutOutWhenTheyComeBack() {
        draft.thinking(new Thinking(Thinking.Mode.ON, null, 2048, true));
        String mark = "\"signature\":\"keywell:unsigned\"";

        String out = written(WITH_FOREIGN_THOUGHTS);

        assertThat(out)
                .contains("\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"guess\"}")
                .contains("\"index\":0,\"delta\":{\"type\":\"signature_delta\"," + mark + "}")
                .contains("\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // F: a foreign thought, O: an own one.
                "[F,{\"a\":1}] | [{\"a\":1}]",
                "[F , F, {\"a\":1} ,O] | [{\"a\":1} ,O]",
                "[{\"a\":1} , F, O, F ] | [{\"a\":1}, O ]",
                "[O,F,F,{\"a\":[1]}] | [O,{\"a\":[1]}]",
                "[ F ] | [{\"type\":\"text\",\"text\":\"...\"} ]",
                "\"F is \\\"keywell:unsigned\\\"\" | \"F is \\\"keywell:unsigned\\\"\""
            })
    void foreignThoughtsAreCutOutOfARequestThatIsCarriedAsItIs(String content, String left) {
        String foreign = "{\"type\":\"thinking\",\"thinking\":\"x\",\"signature\":\"keywell:unsigned\"}";
        String own = "{\"type\":\"thinking\",\"signature\":\"s\"}";
        String frame =
                "{\"model\":\"m\",\"x\":\"keywell:unsigned\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
                        + "{\"role\":\"assistant\",\"content\":%s,\"z\":0},7],\"max_tokens\":1}";
        String body = frame.formatted(content.replace("F,", foreign + ",")
                .replace("F ", foreign + " ")
                .replace("\"" + foreign, "\"F")
                .replace("O", own));

        Bytes cut = ForeignThoughts.cut(Bytes.of(("  " + body).getBytes(StandardCharsets.UTF_8)));

        assertThat(new String(cut.array(), cut.offset(), cut.length(), StandardCharsets.UTF_8))
                .isEqualTo("  " + frame.formatted(left.replace("O", own)));
    }

    @Test
    void aRequestWithoutForeignThoughtsIsNotTouched() {
        Bytes body =
                Bytes.of("{\"messages\":[{\"content\":[{\"signature\":\"s\"}]}]}".getBytes(StandardCharsets.UTF_8));

        assertThat(ForeignThoughts.cut(body)).isSameAs(body);
    }
}
