package io.keywell.protocol.bedrock;

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

    /** Whether prompts can be cached up to a point. */
    boolean caches() {
        return this != OTHER;
    }
}
