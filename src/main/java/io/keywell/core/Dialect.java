package io.keywell.core;

/** A vendor's way of writing a call to a model down: its paths, bodies, streams and errors. */
public enum Dialect {
    /** Chat completions and the calls beside them. */
    OPENAI,
    /** OpenAI's responses. */
    RESPONSES,
    /** Anthropic's messages. */
    ANTHROPIC,
    /** Gemini's contents. */
    GEMINI,
    /** Bedrock's Converse; spoken by providers only. */
    BEDROCK
}
