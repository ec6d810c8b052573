package io.keywell.protocol.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Converse's answers. */
final class ConverseAnswer {

    /** Only Claude seals its thoughts, and its seals are the same wherever it is served. */
    static final Dialect SEALS = Dialect.ANTHROPIC;

    private ConverseAnswer() {}

    /** Null when the body is no answer. */
    static @Nullable ChatAnswer read(Bytes body) {
        JsonNode root = JsonTrees.object(body);
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
            JsonNode input = use.path("input");
            return new Part.ToolCall(
                    use.path("toolUseId").asText(),
                    use.path("name").asText(),
                    input.isObject() ? input : JsonTrees.arguments(input.asText()),
                    null);
        }
        JsonNode reasoning = block.get("reasoningContent");
        if (reasoning != null) {
            JsonNode text = reasoning.path("reasoningText");
            return new Part.Reasoning(
                    text.path("text").asText(), seal(text.get("signature")), seal(reasoning.get("redactedContent")));
        }
        JsonNode text = block.get("text");
        return text == null ? null : Part.Text.of(text.asText());
    }

    static @Nullable Seal seal(@Nullable JsonNode value) {
        return value == null || !value.isTextual() ? null : new Seal(SEALS, value.textValue());
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
        long read = JsonTrees.count(usage, "cacheReadInputTokens");
        long written = JsonTrees.count(usage, "cacheWriteInputTokens");
        long input = JsonTrees.count(usage, "inputTokens") + read + written;
        return new Usage(input, JsonTrees.count(usage, "outputTokens"), read, written, 0, false);
    }
}
