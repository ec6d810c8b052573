package io.keywell.core;

import org.jspecify.annotations.Nullable;

/**
 * What was read of a body without building a tree. Positions count from the start of the body; -1 = absent.
 *
 * @param inputTokens estimated prompt tokens
 * @param maxOutputTokens the caller's cap on generated tokens, over all the choices it asked for; -1 = none given
 * @param modelStart first byte of the model's JSON string, at its opening quote
 * @param modelEnd the byte after its closing quote
 * @param streamOptionsStart first byte of the value of {@code stream_options}: an object's brace, or of {@code null}
 * @param streamOptionsEnd the byte after it
 * @param usageAsked whether the caller asked for usage in the stream
 * @param continues the id of the provider's earlier answer with which the request goes on, null for none
 */
public record RequestFacts(
        long inputTokens,
        long maxOutputTokens,
        int modelStart,
        int modelEnd,
        int streamOptionsStart,
        int streamOptionsEnd,
        boolean usageAsked,
        @Nullable String continues) {

    public RequestFacts(
            long inputTokens,
            long maxOutputTokens,
            int modelStart,
            int modelEnd,
            int streamOptionsStart,
            int streamOptionsEnd,
            boolean usageAsked) {
        this(
                inputTokens,
                maxOutputTokens,
                modelStart,
                modelEnd,
                streamOptionsStart,
                streamOptionsEnd,
                usageAsked,
                null);
    }

    private static final int BYTES_PER_TOKEN = 4;

    public static final RequestFacts NONE = new RequestFacts(0, -1, -1, -1, -1, -1, false);

    /** Of a body that is not read: its size tells the tokens, roughly. */
    public static RequestFacts ofSize(int bytes) {
        return new RequestFacts(bytes / BYTES_PER_TOKEN, -1, -1, -1, -1, -1, false);
    }
}
