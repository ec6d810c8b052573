package io.keywell.protocol.openai;

import io.keywell.core.Operation;

/** The top-level request fields that the gateway reads. */
enum RequestField {
    MODEL("model"),
    STREAM("stream"),
    STREAM_OPTIONS("stream_options"),
    MAX_TOKENS("max_tokens"),
    MAX_COMPLETION_TOKENS("max_completion_tokens"),
    N("n"),
    BEST_OF("best_of"),
    TOOLS("tools"),
    FUNCTIONS("functions"),
    RESPONSE_FORMAT("response_format"),
    MESSAGES("messages"),
    PROMPT("prompt"),
    INPUT("input"),
    DOCUMENTS("documents");

    private static final RequestField[] ALL = values();

    final String json;

    RequestField(String json) {
        this.json = json;
    }

    /** The field that carries what the model reads. */
    static RequestField contentOf(Operation operation) {
        return switch (operation) {
            case CHAT -> MESSAGES;
            case COMPLETIONS, IMAGES -> PROMPT;
            case RERANK -> DOCUMENTS;
            default -> INPUT;
        };
    }

    /** Whether {@code stream} means something; elsewhere providers ignore it, and so does the gateway. */
    static boolean streamable(Operation operation) {
        return switch (operation) {
            case CHAT, COMPLETIONS -> true;
            default -> false;
        };
    }

    /** What OpenAI takes when the caller names no model, as with moderations most do; empty where it must be named. */
    static String usualModel(Operation operation) {
        return operation == Operation.MODERATIONS ? "omni-moderation-latest" : "";
    }

    static RequestField[] all() {
        return ALL;
    }
}
