package io.keywell.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a request for a message as a tree; a wrong type counts as absent. */
final class AnthropicAsk {

    private static final long MOST_TOKENS = 1_000_000_000;

    private final Ask ask = new Ask();

    private AnthropicAsk() {}

    /** @throws IOException the body is not a JSON object */
    static Ask read(Buffer body) throws IOException {
        try {
            if (Json.decodeValue(body) instanceof JsonObject json) {
                return new AnthropicAsk().read(json);
            }
        } catch (DecodeException notJson) {
            throw new IOException(notJson);
        }
        throw new IOException("not an object");
    }

    private Ask read(JsonObject json) {
        ask.model = text(json.getValue("model"));
        ask.stream = Boolean.TRUE.equals(json.getValue("stream"));
        // Anthropic always reports it.
        ask.includeUsage = true;
        if (json.getValue("max_tokens") instanceof Number number) {
            ask.maxTokens = Math.min(MOST_TOKENS, number.longValue());
        }
        if (json.getValue("thinking") instanceof JsonObject thinking) {
            String type = text(thinking.getValue("type"));
            ask.thinking = "enabled".equals(type) || "adaptive".equals(type);
        }
        content(json.getValue("system"));
        if (json.getValue("messages") instanceof JsonArray messages) {
            messages.forEach(this::message);
        }
        tools(json);
        return ask;
    }

    private void message(Object value) {
        if (value instanceof JsonObject message) {
            ask.hasContent = true;
            Object content = message.getValue("content");
            String first = content(content);
            boolean said = "user".equals(message.getValue("role")) && !holdsResult(content);
            ask.lastUser = said ? first : "";
        }
    }

    private static boolean holdsResult(@Nullable Object content) {
        return content instanceof JsonArray blocks
                && blocks.stream()
                        .anyMatch(block ->
                                block instanceof JsonObject json && "tool_result".equals(json.getValue("type")));
    }

    /** Counts a text or blocks with texts in them, and gives the first text. */
    private String content(@Nullable Object value) {
        if (value instanceof String text) {
            ask.chars += text.length();
            return text;
        }
        String first = "";
        if (value instanceof JsonArray blocks) {
            for (Object block : blocks) {
                String text = content(block);
                first = first.isEmpty() ? text : first;
            }
        } else if (value instanceof JsonObject block) {
            first = content(block.getValue("text"));
            content(block.getValue("content"));
        }
        return first;
    }

    private void tools(JsonObject json) {
        if (json.getValue("tools") instanceof JsonArray tools) {
            for (Object tool : tools) {
                String name = tool instanceof JsonObject object ? text(object.getValue("name")) : null;
                if (name != null) {
                    ask.tools.add(name);
                }
            }
        }
        if (json.getValue("tool_choice") instanceof JsonObject choice) {
            String type = text(choice.getValue("type"));
            String name = text(choice.getValue("name"));
            ask.toolChoice =
                    "any".equals(type) ? "required" : name != null ? name : "none".equals(type) ? "none" : "auto";
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
