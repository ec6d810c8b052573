package io.keywell.protocol.chat;

/**
 * What a request may say that can be dropped without harm where a dialect has no words for it. The caller is told, in the
 * words of its own dialect ({@link ChatSides#nameOf}).
 */
public enum Parameter {
    TEMPERATURE,
    TOP_P,
    TOP_K,
    PRESENCE_PENALTY,
    FREQUENCY_PENALTY,
    SEED,
    /** Some of the sequences that end the answer; where none can be said at all, that is a feature. */
    STOP,
    PARALLEL_TOOLS,
    /** Whether a tool's arguments must obey its schema. */
    TOOL_STRICT,
    /** Whether the answer must obey its schema. */
    SCHEMA_STRICT,
    /** What the output schema is called and what it is for. */
    SCHEMA_NAME,
    THINKING,
    THINKING_BUDGET,
    THINKING_EFFORT,
    /** Whether thoughts are shown. */
    THINKING_VISIBLE,
    USER,
    METADATA,
    CACHE_HINT,
    IMAGE_DETAIL,
    MEDIA_NAME,
    /** That a tool's result is an error. */
    TOOL_RESULT_ERROR,
    /** Earlier thoughts, or their seals. */
    EARLIER_REASONING
}
