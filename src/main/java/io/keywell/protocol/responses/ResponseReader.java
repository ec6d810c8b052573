package io.keywell.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.openai.UsageFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider's whole answer. */
final class ResponseReader {

    private ResponseReader() {}

    static @Nullable ChatAnswer read(Bytes body) {
        JsonNode root = JsonTrees.object(body);
        if (root == null || !root.path("output").isArray()) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode item : root.get("output")) {
            item(item, parts);
        }
        boolean calls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
        boolean refused = parts.stream().anyMatch(Part.Refusal.class::isInstance);
        Finish finish = finish(root, calls, refused);
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

    private static void item(JsonNode item, List<Part> parts) {
        switch (item.path("type").asText()) {
            case "message" -> item.path("content").forEach(content -> content(content, parts));
            case "reasoning" -> {
                String thoughts = Thoughts.of(item);
                if (!thoughts.isEmpty()) {
                    parts.add(new Part.Reasoning(thoughts, null, null));
                }
            }
            case "function_call" -> {
                JsonNode arguments = JsonTrees.arguments(item.path("arguments").asText());
                parts.add(new Part.ToolCall(
                        callId(item, parts.size()), item.path("name").asText(), arguments, null));
            }
            // Traces of what the provider did by itself.
            default -> {}
        }
    }

    static String callId(JsonNode item, int position) {
        String id = item.path("call_id").asText(item.path("id").asText());
        return id.isEmpty() ? "call_" + position : id;
    }

    private static void content(JsonNode content, List<Part> parts) {
        String text = content.path("text").asText();
        String refusal = content.path("refusal").asText();
        if (!text.isEmpty()) {
            parts.add(Part.Text.of(text));
        } else if (!refusal.isEmpty()) {
            parts.add(new Part.Refusal(refusal));
        }
    }

    /** @return null when the answer is a failure */
    static @Nullable Finish finish(JsonNode response, boolean calls, boolean refused) {
        return switch (response.path("status").asText()) {
            case "failed", "cancelled" -> null;
            case "incomplete" ->
                response.path("incomplete_details").path("reason").asText().equals("content_filter")
                        ? Finish.FILTER
                        : Finish.LENGTH;
            default -> calls ? Finish.TOOL_CALLS : refused ? Finish.REFUSAL : Finish.STOP;
        };
    }
}
