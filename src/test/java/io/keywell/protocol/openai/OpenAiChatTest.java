package io.keywell.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides.EventWriter;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.chat.Seal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the golden files do not show: mistakes, and what depends on how the caller asked. */
class OpenAiChatTest {

    private final OpenAiChat sides = new OpenAiChat();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"messages\":{}}|messages",
                "{\"messages\":[{}]}|messages.role",
                "{\"messages\":[{\"role\":\"king\"}]}|messages.role",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}|messages.tool_call_id",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}|messages.content.text",
                "{\"messages\":[],\"temperature\":\"hot\"}|temperature",
                "{\"messages\":[],\"temperature\":1e999}|temperature",
                "{\"messages\":[],\"seed\":1.5}|seed",
                "{\"messages\":[],\"tool_choice\":\"perhaps\"}|tool_choice",
                "{\"messages\":[],\"tools\":[{\"type\":\"function\",\"function\":{}}]}|tools.function.name",
                "{\"messages\":[],\"response_format\":{\"type\":\"json_schema\"}}|response_format.json_schema"
            })
    void aMistakeNamesTheField(String json, String param) {
        Read read = sides.readRequest(bytes(json), "model", false);

        assertThat(read).isInstanceOf(Read.Malformed.class);
        assertThat(((Read.Malformed) read).error().param()).isEqualTo(param);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"choices\":[]}", "{\"choices\":[{}]}", "{\"error\":{}}", "x", ""})
    void whatIsNoAnswerIsNotRead(String json) {
        assertThat(sides.readAnswer(bytes(json))).isNull();
    }

    @Test
    void anAnswerThatFailedIsNotRead() {
        String failed = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"error\"}]}";

        assertThat(sides.readAnswer(bytes(failed))).isNull();
    }

    @Test
    void aCallerWithOldFunctionsGetsAnOldCall() {
        Frame frame = frame(true, Feature.OLD_FUNCTIONS);
        Part call = new Part.ToolCall("call_1", "get_time", JsonTrees.newObject(), null);
        ChatAnswer answer = new ChatAnswer("", "", List.of(call), Finish.TOOL_CALLS, null, null);

        assertThat(text(sides.writeAnswer(answer, frame)))
                .contains("\"function_call\":{\"name\":\"get_time\",\"arguments\":\"{}\"}")
                .contains("\"finish_reason\":\"function_call\"")
                .doesNotContain("tool_calls");
        EventWriter writer = sides.eventWriter(frame);
        assertThat(text(writer.write(new ChatEvent.ToolCallStarted(0, "call_1", "get_time", null))))
                .contains("\"delta\":{\"function_call\":{\"name\":\"get_time\",\"arguments\":\"\"}}");
        assertThat(text(writer.write(new ChatEvent.ToolArguments(0, "{}"))))
                .contains("\"delta\":{\"function_call\":{\"arguments\":\"{}\"}}");
    }

    @Test
    void geminisThoughtTravelsWithItsCallAndComesBack() {
        Seal seal = new Seal(Dialect.GEMINI, "c2VhbA==");
        Part call = new Part.ToolCall("call_1", "get_time", JsonTrees.newObject(), seal);
        ChatAnswer answer = new ChatAnswer("", "", List.of(call), Finish.TOOL_CALLS, null, null);

        String written = text(sides.writeAnswer(answer, frame(false)));
        String message = written.substring(written.indexOf("{\"role\""), written.indexOf(",\"logprobs\""));
        Read read = sides.readRequest(bytes("{\"messages\":[" + message + "]}"), "model", false);

        assertThat(((Read.Understood) read).request().turns().get(0).parts()).containsExactly(call);
    }

    @Test
    void usageIsStreamedOnlyToWhomAskedForIt() {
        ChatEvent.UsageTold usage = new ChatEvent.UsageTold(Usage.reported(3, 2));
        EventWriter silent = sides.eventWriter(frame(false));
        EventWriter telling = sides.eventWriter(frame(true));
        silent.write(usage);
        telling.write(usage);

        assertThat(text(silent.write(new ChatEvent.Completed()))).isEqualTo("data: [DONE]\n\n");
        assertThat(text(telling.write(new ChatEvent.Completed())))
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":3,")
                .endsWith("\n\ndata: [DONE]\n\n");
    }

    private static Frame frame(boolean usageAsked, Feature... needs) {
        RequestDraft draft = new RequestDraft(Dialect.OPENAI, "model", true);
        List.of(needs).forEach(draft::need);
        return new Frame("1", 0, usageAsked, draft.finish());
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }
}
