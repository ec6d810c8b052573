package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.Seal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tool calls as they stand in messages and answers. A thought that Gemini wants back with its call travels where
 * Google's own endpoint of this dialect puts it, so that clients which know that one bring it back.
 */
final class ToolCalls {

    private static final String EXTRA = "extra_content";
    private static final String GOOGLE = "google";
    private static final String SIGNATURE = "thought_signature";

    private ToolCalls() {}

    static Part.ToolCall read(String id, JsonNode call, JsonNode function) {
        Part.ToolCall plain = read(id, function);
        return new Part.ToolCall(id, plain.name(), plain.arguments(), seal(call));
    }

    /** Without a seal. Some servers give arguments as an object rather than as its text. */
    static Part.ToolCall read(String id, JsonNode function) {
        JsonNode arguments = function.path("arguments");
        JsonNode object = arguments.isObject() ? arguments : JsonTrees.arguments(arguments.asText());
        return new Part.ToolCall(id, function.path("name").asText(), object, null);
    }

    static @Nullable Seal seal(JsonNode call) {
        String signature = JsonTrees.textAt(call.path(EXTRA).path(GOOGLE), SIGNATURE);
        return signature == null ? null : new Seal(Dialect.GEMINI, signature);
    }

    /** The value of one call. */
    static void write(Part.ToolCall call, JsonGenerator out) throws IOException {
        out.writeStartObject();
        head(call.id(), call.seal(), out);
        function(call.name(), JsonTrees.text(call.arguments()), out);
        out.writeEndObject();
    }

    static void head(String id, @Nullable Seal seal, JsonGenerator out) throws IOException {
        out.writeStringField("id", id);
        out.writeStringField("type", "function");
        if (seal != null && seal.by() == Dialect.GEMINI) {
            out.writeObjectFieldStart(EXTRA);
            out.writeObjectFieldStart(GOOGLE);
            out.writeStringField(SIGNATURE, seal.value());
            out.writeEndObject();
            out.writeEndObject();
        }
    }

    static void function(String name, String arguments, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("function");
        out.writeStringField("name", name);
        out.writeStringField("arguments", arguments);
        out.writeEndObject();
    }
}
