package io.keywell.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a provider's whole answer: its first candidate. */
final class AnswerIn {

    private final String id;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean thought;
    private int calls;

    private AnswerIn(String id) {
        this.id = id;
    }

    static @Nullable ChatAnswer read(Bytes body) {
        JsonNode root = JsonTrees.object(body);
        if (root == null || !(root.has("candidates") || root.has("promptFeedback") || root.has("usageMetadata"))) {
            return null;
        }
        return new AnswerIn(AnswerWords.text(root, "responseId")).answer(root);
    }

    private ChatAnswer answer(JsonNode root) {
        JsonNode candidate = root.path("candidates").path(0);
        for (JsonNode part : candidate.path("content").path("parts")) {
            part(part);
        }
        endText();
        boolean blocked =
                candidate.isMissingNode() && root.path("promptFeedback").hasNonNull("blockReason");
        Finish finish =
                blocked ? Finish.FILTER : AnswerWords.finish(AnswerWords.text(candidate, "finishReason"), calls > 0);
        return new ChatAnswer(
                id,
                AnswerWords.text(root, "modelVersion"),
                parts,
                finish,
                null,
                AnswerWords.usage(root.get("usageMetadata")));
    }

    private void part(JsonNode part) {
        JsonNode call = JsonTrees.at(part, "functionCall");
        if (call != null) {
            endText();
            parts.add(new Part.ToolCall(
                    AnswerWords.callId(call, id, ++calls),
                    AnswerWords.text(call, "name"),
                    PartsIn.arguments(call),
                    PartsIn.seal(part)));
            return;
        }
        boolean thinks = part.path("thought").asBoolean();
        if (thinks != thought) {
            endText();
            thought = thinks;
        }
        text.append(AnswerWords.text(part, "text"));
        if (thinks && part.has("thoughtSignature")) {
            parts.add(new Part.Reasoning(text.toString(), PartsIn.seal(part), null));
            text.setLength(0);
        }
    }

    /** Neighbouring texts are one. */
    private void endText() {
        if (!text.isEmpty()) {
            String whole = text.toString();
            parts.add(thought ? new Part.Reasoning(whole, null, null) : Part.Text.of(whole));
            text.setLength(0);
        }
    }
}
