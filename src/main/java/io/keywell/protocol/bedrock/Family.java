package io.keywell.protocol.bedrock;

import io.keywell.protocol.chat.ClaudeModel;

/** Converse is one dialect for many models, but not all of them take all of it. */
enum Family {
    CLAUDE,
    NOVA,
    OTHER;

    /** @param model an id, a profile's id or an ARN */
    static Family of(String model) {
        if (model.contains("anthropic.")) {
            return CLAUDE;
        }
        return model.contains("amazon.nova") ? NOVA : OTHER;
    }

    /** Whether an answer can be held to a schema; of models that are not known it is not. */
    static boolean writesSchemas(String model) {
        ClaudeModel claude = ClaudeModel.of(model);
        return of(model) == CLAUDE && claude.version() > 0 && claude.outputSchemas();
    }

    /** Whether prompts can be cached up to a point. */
    boolean caches() {
        return this != OTHER;
    }
}
