package io.keywell.protocol;

/**
 * Tokens, guessed from sizes.
 *
 * <p>One rule for all text: 3.5 bytes of UTF-8 are a token. Measured with the o200k and cl100k vocabularies: English
 * prose 4.3 to 5.2 bytes, source code and tables 3.4 to 4.7, German 3.7 to 4.9, Russian 3.9 to 7.3, Chinese and
 * Japanese 3.6 to 3.9 (o200k) or 2.5 (cl100k). So it is mostly a little too high, which a reservation should be.
 */
public final class TokenEstimate {

    /** What a chat template adds around each message. */
    private static final int PER_MESSAGE = 4;

    /** What it adds once, to start the answer. */
    private static final int PER_CHAT = 3;

    /** A picture of 1024 x 1024 in full detail; also what a sound or a file counts, whatever its size. */
    private static final int PER_MEDIA = 765;

    private TokenEstimate() {}

    public static long ofBytes(long bytes) {
        return (bytes * 2 + 6) / 7;
    }

    public static long ofMessages(JsonText text, int messages) {
        return ofBytes(text.bytes()) + (long) text.media() * PER_MEDIA + (long) messages * PER_MESSAGE + PER_CHAT;
    }

    /** Prompts and inputs: text, or arrays of token numbers. */
    public static long ofInput(JsonText text) {
        return ofBytes(text.bytes()) + (long) text.media() * PER_MEDIA + text.numbers();
    }
}
