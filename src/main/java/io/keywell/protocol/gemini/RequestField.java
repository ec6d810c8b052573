package io.keywell.protocol.gemini;

import io.keywell.protocol.JsonScan;
import org.jspecify.annotations.Nullable;

/** The top-level request fields that the gateway reads, each in both of its spellings. */
enum RequestField {
    CONTENTS("contents"),
    CONTENT("content"),
    REQUESTS("requests"),
    GENERATE_CONTENT_REQUEST("generateContentRequest", "generate_content_request"),
    SYSTEM_INSTRUCTION("systemInstruction", "system_instruction"),
    TOOLS("tools"),
    GENERATION_CONFIG("generationConfig", "generation_config"),
    MODEL("model");

    private static final RequestField[] ALL = values();

    final String camel;
    private final String snake;

    RequestField(String name) {
        this(name, name);
    }

    RequestField(String camel, String snake) {
        this.camel = camel;
        this.snake = snake;
    }

    /** The field at which the scan stands, null for one that is the provider's affair alone. */
    static @Nullable RequestField at(JsonScan scan) {
        for (RequestField field : ALL) {
            if (scan.keyIs(field.camel) || scan.keyIs(field.snake)) {
                return field;
            }
        }
        return null;
    }
}
