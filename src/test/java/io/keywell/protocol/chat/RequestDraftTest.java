package io.keywell.protocol.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatRequest.Turn;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestDraftTest {

    private final RequestDraft draft = new RequestDraft(Dialect.OPENAI, "model", false);

    @Test
    void aPlainConversationNeedsNothing() {
        draft.turn(Role.USER, List.of(Part.Text.of("Hi")));

        assertThat(draft.finish().needs()).isEmpty();
    }

    @Test
    void whatARequestNeedsIsFoundInIt() {
        Part.Media image = DataUrls.media(Part.Media.Kind.IMAGE, "https://example.com/a.png", null, null, null);
        Part.Media document = DataUrls.document("JVBERi0=", null, null);
        draft.turn(Role.ASSISTANT, List.of(new Part.ToolCall("1", "draw", JsonTrees.newObject(), null)));
        draft.turn(Role.USER, List.of(new Part.ToolResult("1", null, List.of(image), false, null), document));
        draft.toolChoice(new ToolChoice.Required("draw"));
        draft.format(new OutputFormat.Json());
        draft.stop("x");

        assertThat(draft.finish().needs())
                .containsExactlyInAnyOrder(
                        Feature.IMAGE_URL_IN,
                        Feature.DOCUMENT_IN,
                        Feature.TOOLS,
                        Feature.FORCED_TOOL,
                        Feature.OUTPUT_JSON,
                        Feature.STOP_SEQUENCES);
    }

    @Test
    void aResultIsNamedAfterItsCall() {
        draft.turn(Role.ASSISTANT, List.of(new Part.ToolCall("1", "draw", JsonTrees.newObject(), null)));
        draft.turn(Role.USER, List.of(new Part.ToolResult("1", null, List.of(), false, null)));

        Turn results = draft.finish().turns().get(1);
        assertThat(((Part.ToolResult) results.parts().get(0)).name()).isEqualTo("draw");
    }

    @Test
    void systemPromptsKeepTheirPlace() {
        draft.system(List.of(Part.Text.of("first")));
        draft.turn(Role.USER, List.of(Part.Text.of("a")));
        draft.system(List.of(Part.Text.of("second")));
        draft.turn(Role.USER, List.of(Part.Text.of("b")));

        ChatRequest request = draft.finish();
        assertThat(request.system()).containsExactly(Part.Text.of("first"));
        assertThat(request.allSystem()).containsExactly(Part.Text.of("first"), Part.Text.of("second"));
        assertThat(request.alternatingTurns())
                .containsExactly(new Turn(Role.USER, List.of(Part.Text.of("a"), Part.Text.of("b"))));
    }

    @Test
    void toolsThatMayNotBeChosenAreLeftOut() {
        draft.tool(new Tool("a", null, null, null, null));
        draft.tool(new Tool("b", null, null, null, null));
        draft.onlyTools(Set.of("b"));

        assertThat(draft.finish().tools()).extracting(Tool::name).containsExactly("b");
    }

    @Test
    void theFirstMistakeIsTheOneThatIsTold() {
        draft.mistake("first", "a");
        draft.mistake("second", "b");

        ChatSides.Read read = draft.read();
        assertThat(((ChatSides.Read.Malformed) read).error().param()).isEqualTo("a");
    }
}
