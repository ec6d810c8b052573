package io.keywell.protocol.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Converse's answers. */
final class ConverseAnswer {

    private ConverseAnswer() {}

    /** Null when the body is no answer. */
    static @Nullable ChatAnswer read(Bytes body) {
        JsonNode root = Json.object(body);
        JsonNode content =
                root == null ? null : root.path("output").path("message").get("content");
        if (root == null || content == null || !content.isArray()) {
            return null;
        }
        List<Part> parts = new ArrayList<>(content.size());
        for (JsonNode block : content) {
            Part part = part(block);
            if (part != null) {
                parts.add(part);
            }
        }
        return new ChatAnswer("", "", parts, finish(root.path("stopReason").asText()), null, usage(root.get("usage")));
    }

    private static @Nullable Part part(JsonNode block) {
        JsonNode use = block.get("toolUse");
        if (use != null) {
            return new Part.ToolCall(
                    use.path("toolUseId").asText(), use.path("name").asText(), use.path("input"), null);
        }
        JsonNode reasoning = block.get("reasoningContent");
        if (reasoning != null) {
            JsonNode text = reasoning.path("reasoningText");
            return new Part.Reasoning(
                    text.path("text").asText(), text(text.get("signature")), text(reasoning.get("redactedContent")));
        }
        JsonNode text = block.get("text");
        return text == null ? null : Part.Text.of(text.asText());
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.asText();
    }

    static Finish finish(String stopReason) {
        return switch (stopReason) {
            case "tool_use" -> Finish.TOOL_CALLS;
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "stop_sequence" -> Finish.STOP_SEQUENCE;
            case "guardrail_intervened", "content_filtered" -> Finish.FILTER;
            default -> Finish.STOP;
        };
    }

    /** Tokens read from and written to a cache are not part of Converse's input tokens; they are of ours. */
    static @Nullable Usage usage(@Nullable JsonNode usage) {
        if (usage == null || !usage.isObject()) {
            return null;
        }
        long read = usage.path("cacheReadInputTokens").asLong();
        long written = usage.path("cacheWriteInputTokens").asLong();
        long input = usage.path("inputTokens").asLong() + read + written;
        return new Usage(input, usage.path("outputTokens").asLong(), read, written, 0, false);
    }
}
