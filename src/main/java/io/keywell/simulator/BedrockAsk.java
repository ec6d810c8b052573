package io.keywell.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a Converse request as a tree; a wrong type counts as absent. */
final class BedrockAsk {

    private static final long MOST_TOKENS = 1_000_000_000;

    private final Ask ask = new Ask();

    private BedrockAsk() {}

    /** @throws IOException the body is not a JSON object */
    static Ask read(Buffer body) throws IOException {
        try {
            if (Json.decodeValue(body) instanceof JsonObject json) {
                return new BedrockAsk().read(json);
            }
        } catch (DecodeException notJson) {
            throw new IOException(notJson);
        }
        throw new IOException("not an object");
    }

    private Ask read(JsonObject json) {
        // Bedrock always reports it.
        ask.includeUsage = true;
        if (object(json, "inferenceConfig").getValue("maxTokens") instanceof Number number) {
            ask.maxTokens = Math.min(MOST_TOKENS, number.longValue());
        }
        Object thinking =
                object(object(json, "additionalModelRequestFields"), "thinking").getValue("type");
        ask.thinking = "enabled".equals(thinking) || "adaptive".equals(thinking);
        blocks(json.getValue("system"));
        for (Object message : array(json.getValue("messages"))) {
            if (message instanceof JsonObject said) {
                message(said);
            }
        }
        tools(object(json, "toolConfig"));
        return ask;
    }

    private void message(JsonObject message) {
        ask.hasContent = true;
        JsonArray content = array(message.getValue("content"));
        boolean holdsResult =
                content.stream().anyMatch(block -> block instanceof JsonObject json && json.containsKey("toolResult"));
        String first = blocks(content);
        ask.lastUser = "user".equals(message.getValue("role")) && !holdsResult ? first : "";
    }

    /** Counts the texts of blocks, and gives the first. */
    private String blocks(@Nullable Object value) {
        String first = "";
        for (Object block : array(value)) {
            if (block instanceof JsonObject json) {
                String text = json.getValue("text") instanceof String said ? said : "";
                ask.chars += text.length();
                first = first.isEmpty() ? text : first;
                blocks(object(json, "toolResult").getValue("content"));
            }
        }
        return first;
    }

    private void tools(JsonObject config) {
        for (Object tool : array(config.getValue("tools"))) {
            if (tool instanceof JsonObject json && object(json, "toolSpec").getValue("name") instanceof String name) {
                ask.tools.add(name);
            }
        }
        JsonObject choice = object(config, "toolChoice");
        if (object(choice, "tool").getValue("name") instanceof String name) {
            ask.toolChoice = name;
        } else if (choice.containsKey("any")) {
            ask.toolChoice = "required";
        }
    }

    private static JsonObject object(JsonObject parent, String field) {
        return parent.getValue(field) instanceof JsonObject object ? object : new JsonObject();
    }

    private static JsonArray array(@Nullable Object value) {
        return value instanceof JsonArray array ? array : new JsonArray();
    }
}
