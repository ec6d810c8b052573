package io.keywell.core;

/**
 * Tokens that one call used, normalised over the dialects ({@code providers.md} section 4.6): cached and written tokens
 * are part of the input, reasoning is part of the output.
 *
 * @param input all prompt tokens
 * @param output all generated tokens, reasoning included
 * @param cacheRead the part of the input that was read from a cache
 * @param cacheWrite the part of the input that was written to a cache
 * @param reasoning the part of the output that was reasoning
 * @param estimated whether these are our estimate because the provider reported nothing
 */
public record Usage(long input, long output, long cacheRead, long cacheWrite, long reasoning, boolean estimated) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, false);

    public static Usage estimated(long input, long output) {
        return new Usage(input, output, 0, 0, 0, true);
    }

    public static Usage reported(long input, long output) {
        return new Usage(input, output, 0, 0, 0, false);
    }

    public long total() {
        return input + output;
    }
}
