package io.keywell.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.SseData;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventReader;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Seal;
import io.keywell.protocol.chat.StreamDraft;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider's stream. Some models repeat the reason of the end in every chunk, so the answer finishes where the
 * connection does.
 */
final class EventsIn implements EventReader {

    private final SseData data = new SseData();
    private final StreamDraft draft = new StreamDraft();

    private String id = "";
    private @Nullable String reason;
    private int calls;

    @Override
    public void read(byte[] event, int from, int to, Consumer<ChatEvent> sink) {
        data.read(event, from, to);
        if (draft.isOver() || !data.present() || data.from() == data.to() || data.startsWith("[DONE]")) {
            return;
        }
        JsonNode chunk = JsonTrees.object(data.array(), data.from(), data.to());
        if (chunk == null || data.namedError() || chunk.hasNonNull("error")) {
            draft.failed(Bytes.of(Arrays.copyOfRange(data.array(), data.from(), data.to())), sink);
            return;
        }
        if (id.isEmpty()) {
            id = AnswerWords.text(chunk, "responseId");
        }
        draft.started(id, AnswerWords.text(chunk, "modelVersion"), sink);
        JsonNode candidate = chunk.path("candidates").path(0);
        for (JsonNode part : candidate.path("content").path("parts")) {
            part(part, sink);
        }
        note(JsonTrees.textAt(candidate, "finishReason"));
        if (candidate.isMissingNode()) {
            note(JsonTrees.textAt(chunk.path("promptFeedback"), "blockReason") == null ? null : "SAFETY");
        }
        Usage usage = AnswerWords.usage(chunk.get("usageMetadata"));
        if (usage != null) {
            draft.usage(usage, sink);
        }
    }

    private void note(@Nullable String said) {
        reason = said == null || said.isEmpty() ? reason : said;
    }

    private void part(JsonNode part, Consumer<ChatEvent> sink) {
        JsonNode call = JsonTrees.at(part, "functionCall");
        if (call != null) {
            String callId = AnswerWords.callId(call, id, ++calls);
            draft.toolCall(callId, AnswerWords.text(call, "name"), PartsIn.seal(part), sink);
            draft.arguments(JsonTrees.text(PartsIn.arguments(call)), sink);
            draft.endPart(sink);
            return;
        }
        String text = AnswerWords.text(part, "text");
        if (!part.path("thought").asBoolean()) {
            draft.text(text, sink);
            return;
        }
        draft.reasoning(text, sink);
        Seal seal = PartsIn.seal(part);
        if (seal != null) {
            draft.sealed(seal, null, sink);
            draft.endPart(sink);
        }
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        if (reason != null) {
            draft.finished(AnswerWords.finish(reason, calls > 0), null, sink);
        }
        draft.end(sink);
    }
}
