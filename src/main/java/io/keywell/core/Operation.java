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
    /** An uploaded image, changed. */
    IMAGE_EDITS,
    /** Others like an uploaded image. */
    IMAGE_VARIATIONS,
    SPEECH,
    TRANSCRIPTIONS,
    /** Uploaded speech as English text. */
    TRANSLATIONS,
    RERANK,
    /** The provider's own call, carried through untouched. */
    PASSTHROUGH;

    /** Whether a provider that has a model has this for it; of the others a refusal says nothing about the model. */
    public boolean isEverywhere() {
        return this == CHAT || this == COMPLETIONS || this == EMBEDDINGS;
    }

    /** Whether a model writes something that is counted in tokens. */
    public boolean generates() {
        return switch (this) {
            case CHAT, COMPLETIONS, IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, PASSTHROUGH -> true;
            case EMBEDDINGS, BATCH_EMBEDDINGS, COUNT_TOKENS, MODERATIONS, RERANK -> false;
            case SPEECH, TRANSCRIPTIONS, TRANSLATIONS -> false;
        };
    }
}
