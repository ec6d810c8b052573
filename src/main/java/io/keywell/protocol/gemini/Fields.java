package io.keywell.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.protocol.chat.JsonTrees;
import org.jspecify.annotations.Nullable;

/** Fields in either of the spellings that protocol buffers allow. */
final class Fields {

    private Fields() {}

    /** Null when it is absent or null in both. */
    static @Nullable JsonNode at(JsonNode object, String camel, String snake) {
        JsonNode value = JsonTrees.at(object, camel);
        return value == null ? JsonTrees.at(object, snake) : value;
    }

    static @Nullable String textAt(JsonNode object, String camel, String snake) {
        JsonNode value = at(object, camel, snake);
        return value != null && value.isTextual() ? value.textValue() : null;
    }
}
