package io.keywell.core;

/** What a caller asks of a model. */
public enum Operation {
    /** An answer in a chat, in whatever dialect. */
    CHAT,
    COMPLETIONS,
    EMBEDDINGS,
    /** Several embeddings, each with a request of its own, in one body. */
    BATCH_EMBEDDINGS,
    /** How many tokens a request has. */
    COUNT_TOKENS,
    MODERATIONS,
    IMAGES,
    SPEECH,
    TRANSCRIPTIONS,
    RERANK,
    /** The provider's own call, carried through untouched. */
    PASSTHROUGH
}
