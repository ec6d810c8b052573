package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider's whole answer, with what vendors of this dialect add to it. Of several choices the first one counts. */
final class CompletionReader {

    private CompletionReader() {}

    static @Nullable ChatAnswer read(Bytes body) {
        JsonNode root = JsonTrees.object(body);
        JsonNode choice = root == null ? null : root.path("choices").get(0);
        JsonNode message = choice == null ? null : choice.get("message");
        if (root == null || choice == null || message == null || !message.isObject()) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        boolean calls = parts(message, parts);
        Finish finish = finish(JsonTrees.textAt(choice, "finish_reason"), calls);
        return finish == null
                ? null
                : new ChatAnswer(
                        root.path("id").asText(),
                        root.path("model").asText(),
                        parts,
                        finish,
                        null,
                        UsageFields.of(root.get("usage")));
    }

    /** Whether there are tool calls among them. */
    private static boolean parts(JsonNode message, List<Part> parts) {
        String reasoning = reasoning(message);
        if (reasoning != null && !reasoning.isEmpty()) {
            parts.add(new Part.Reasoning(reasoning, null, null));
        }
        content(message.path("content"), parts);
        String refusal = JsonTrees.textAt(message, "refusal");
        if (refusal != null && !refusal.isEmpty()) {
            parts.add(new Part.Refusal(refusal));
        }
        int before = parts.size();
        for (JsonNode call : message.path("tool_calls")) {
            String id = JsonTrees.textAt(call, "id");
            String known = id == null || id.isEmpty() ? "call_" + parts.size() : id;
            parts.add(ToolCalls.read(known, call, call.path("function")));
        }
        if (message.path("function_call").isObject()) {
            parts.add(ToolCalls.read("call_0", message.get("function_call")));
        }
        return parts.size() > before;
    }

    /** What the model thought, under the two names that vendors have for it; null for nothing. */
    static @Nullable String reasoning(JsonNode message) {
        String text = JsonTrees.textAt(message, "reasoning_content");
        return text != null ? text : JsonTrees.textAt(message, "reasoning");
    }

    /** A text, or Mistral's list of thoughts and texts. */
    private static void content(JsonNode content, List<Part> parts) {
        if (content.isTextual()) {
            text(content.textValue(), parts);
            return;
        }
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("thinking")) {
                parts.add(new Part.Reasoning(thought(part), null, null));
            } else {
                text(part.path("text").asText(), parts);
            }
        }
    }

    private static void text(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(Part.Text.of(text));
        }
    }

    /** The text of one of Mistral's thoughts. */
    static String thought(JsonNode part) {
        JsonNode thinking = part.path("thinking");
        if (thinking.isTextual()) {
            return thinking.textValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode piece : thinking) {
            text.append(piece.path("text").asText());
        }
        return text.toString();
    }

    /**
     * Some vendors say "stop" where they called a tool. A reason that is not known ended the answer all the same.
     *
     * @return null when the reason is a failure
     */
    static @Nullable Finish finish(@Nullable String reason, boolean calls) {
        if (reason == null) {
            return calls ? Finish.TOOL_CALLS : Finish.STOP;
        }
        return switch (reason) {
            case "length", "model_length" -> Finish.LENGTH;
            case "content_filter" -> Finish.FILTER;
            case "tool_calls", "function_call" -> Finish.TOOL_CALLS;
            case "error", "insufficient_system_resource" -> null;
            default -> calls ? Finish.TOOL_CALLS : Finish.STOP;
        };
    }
}
