package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.protocol.chat.JsonTrees;
import java.util.Map;

/** Output schemas: here every object must say that it has no further properties. */
final class ClosedSchema {

    private ClosedSchema() {}

    /** A copy in which every object without a word about it says so; the original stays as it is. */
    static JsonNode of(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            boolean isObject = "object".equals(JsonTrees.textAt(object, "type")) || object.has("properties");
            if (isObject && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            for (Map.Entry<String, JsonNode> field : JsonTrees.fields(object)) {
                switch (field.getKey()) {
                    case "properties", "$defs", "definitions" ->
                        field.getValue().forEach(ClosedSchema::close);
                    case "items", "anyOf", "allOf", "oneOf" -> close(field.getValue());
                    default -> {}
                }
            }
        } else if (schema.isArray()) {
            schema.forEach(ClosedSchema::close);
        }
    }
}
