package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a provider's whole message. */
final class AnswerReader {

    private AnswerReader() {}

    /** Null when it is no message. */
    static @Nullable ChatAnswer read(Bytes body) {
        ObjectNode message = JsonTrees.object(body);
        JsonNode content = message == null ? null : message.get("content");
        if (message == null || content == null || !content.isArray()) {
            return null;
        }
        List<Part> parts = new ArrayList<>(content.size());
        for (int i = 0; i < content.size(); i++) {
            Part part = part(content.get(i), i);
            if (part != null) {
                parts.add(part);
            }
        }
        JsonNode details = JsonTrees.at(message, "stop_details");
        String explanation = details == null ? null : JsonTrees.textAt(details, "explanation");
        if (explanation != null) {
            parts.add(new Part.Refusal(explanation));
        }
        UsageFields usage = new UsageFields();
        usage.take(JsonTrees.at(message, "usage"));
        return new ChatAnswer(
                textOrEmpty(message, "id"),
                textOrEmpty(message, "model"),
                parts,
                StopReasons.read(JsonTrees.textAt(message, "stop_reason")),
                JsonTrees.textAt(message, "stop_sequence"),
                usage.normal());
    }

    /** Null for what tools of the provider's own did: what came of it the text says. */
    private static @Nullable Part part(JsonNode block, int index) {
        String type = JsonTrees.textAt(block, "type");
        return switch (type == null ? "" : type) {
            case "text" -> Part.Text.of(textOrEmpty(block, "text"));
            case "thinking" -> new Part.Reasoning(textOrEmpty(block, "thinking"), seal(block, "signature"), null);
            case "redacted_thinking" -> new Part.Reasoning("", null, seal(block, "data"));
            case "tool_use" -> toolCall(block, index);
            default -> null;
        };
    }

    private static Part toolCall(JsonNode block, int index) {
        JsonNode input = JsonTrees.at(block, "input");
        return new Part.ToolCall(
                callId(block, index), textOrEmpty(block, "name"), input == null ? JsonTrees.newObject() : input, null);
    }

    /** The call's id; vendors that only speak the dialect may forget it. */
    static String callId(JsonNode block, int index) {
        String id = textOrEmpty(block, "id");
        return id.isEmpty() ? "toolu_" + index : id;
    }

    static @Nullable Seal seal(JsonNode block, String field) {
        String value = JsonTrees.textAt(block, field);
        return value == null || value.isEmpty() ? null : new Seal(Dialect.ANTHROPIC, value);
    }

    static String textOrEmpty(JsonNode object, String field) {
        String text = JsonTrees.textAt(object, field);
        return text == null ? "" : text;
    }
}
