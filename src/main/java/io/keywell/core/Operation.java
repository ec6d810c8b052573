package io.keywell.core;

/** What a caller asks of a model. */
public enum Operation {
    CHAT,
    COMPLETIONS,
    EMBEDDINGS,
    /** The provider's own call, carried through untouched. */
    PASSTHROUGH
}
