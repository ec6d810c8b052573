package io.keywell.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.JsonTrees;
import java.util.List;

/**
 * The event that ends a stream which had already begun. The dialect says its fields flat; OpenAI's client libraries raise
 * an error only for an {@code error} object, so it says them in both places.
 */
final class ErrorEvents {

    private static final List<String> FLAT = List.of("code", "message", "param");

    private ErrorEvents() {}

    /** @param body an error answer's, which both of OpenAI's dialects word alike */
    static Bytes of(Bytes body) {
        ObjectNode root = JsonTrees.object(body);
        JsonNode error = root == null ? JsonTrees.newObject() : root.path("error");
        return JsonTrees.write(
                "event: error\ndata: ",
                out -> {
                    out.writeStartObject();
                    out.writeStringField("type", "error");
                    for (String field : FLAT) {
                        JsonTrees.writeField(out, field, error.path(field));
                    }
                    out.writeNumberField("sequence_number", 0);
                    JsonTrees.writeField(out, "error", error);
                    out.writeEndObject();
                },
                "\n\n");
    }
}
