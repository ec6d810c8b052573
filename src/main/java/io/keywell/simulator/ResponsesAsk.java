package io.keywell.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a request of OpenAI's responses API; what is not used, or of another type, counts as absent. */
final class ResponsesAsk {

    private final JsonObject json;
    private final Ask ask = new Ask();

    private ResponsesAsk(JsonObject json) {
        this.json = json;
    }

    /** @throws IOException the body is not a JSON object */
    static Ask read(Buffer body) throws IOException {
        try {
            return new ResponsesAsk(new JsonObject(body)).read();
        } catch (DecodeException | ClassCastException malformed) {
            throw new IOException("not an object", malformed);
        }
    }

    private Ask read() {
        ask.responses = true;
        ask.model = text(json.getValue("model"));
        ask.stream = Boolean.TRUE.equals(json.getValue("stream"));
        ask.maxTokens = json.getValue("max_output_tokens") instanceof Number cap ? cap.longValue() : -1;
        count(json.getValue("instructions"));
        Object input = json.getValue("input");
        ask.hasContent = input != null;
        if (input instanceof JsonArray items) {
            items.forEach(this::item);
        } else {
            ask.lastUser = count(input);
        }
        if (json.getValue("tools") instanceof JsonArray tools) {
            tools.forEach(this::tool);
        }
        Object choice = json.getValue("tool_choice");
        String named = choice instanceof JsonObject one ? text(one.getValue("name")) : text(choice);
        ask.toolChoice = named == null ? ask.toolChoice : named;
        return ask;
    }

    /** Only what a user says last is answered with a tool. */
    private void item(Object item) {
        if (item instanceof JsonObject object) {
            Object content = object.getValue("content");
            String said = content instanceof JsonArray parts ? parts(parts) : count(content);
            count(object.getValue("output"));
            ask.lastUser = "user".equals(object.getValue("role")) ? said : "";
        }
    }

    private String parts(JsonArray parts) {
        String first = "";
        for (Object part : parts) {
            String text = part instanceof JsonObject object ? count(object.getValue("text")) : "";
            first = first.isEmpty() ? text : first;
        }
        return first;
    }

    private void tool(Object tool) {
        String name = tool instanceof JsonObject object ? text(object.getValue("name")) : null;
        if (name != null) {
            ask.tools.add(name);
        }
    }

    private String count(@Nullable Object value) {
        String text = text(value);
        ask.chars += text == null ? 0 : text.length();
        return text == null ? "" : text;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
