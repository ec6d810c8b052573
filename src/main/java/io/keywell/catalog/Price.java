package io.keywell.catalog;

import io.keywell.core.Cost;
import io.keywell.core.Usage;

/** What a million tokens of a model cost, in micro-dollars. */
public record Price(long input, long output, long cacheRead, long cacheWrite) {

    /** A thousand dollars for a million tokens. */
    public static final long HIGHEST = 1_000_000_000;

    /** No call has more; a provider that says so is wrong, and must not make sums overflow. */
    private static final long MOST_TOKENS = 1_000_000_000;

    public Price {
        if (Math.min(Math.min(input, output), Math.min(cacheRead, cacheWrite)) < 0
                || Math.max(Math.max(input, output), Math.max(cacheRead, cacheWrite)) > HIGHEST) {
            throw new IllegalArgumentException("a price is from 0 to " + HIGHEST);
        }
    }

    /** What the usage costs; estimated tokens cost as reported ones do. */
    public Cost of(Usage usage) {
        long read = tokens(usage.cacheRead());
        long written = tokens(usage.cacheWrite());
        long fresh = Math.max(0, tokens(usage.input()) - read - written);
        return new Cost(fresh * input, tokens(usage.output()) * output, read * cacheRead, written * cacheWrite);
    }

    /** What so many tokens are expected to cost, in micro-dollars, rounded up; nothing of them is taken to be cached. */
    public long ofInput(long tokens) {
        return micros(tokens(tokens) * input);
    }

    public long ofOutput(long tokens) {
        return micros(tokens(tokens) * output);
    }

    private static long micros(long millionths) {
        return -Math.floorDiv(-millionths, 1_000_000L);
    }

    private static long tokens(long told) {
        return Math.max(0, Math.min(told, MOST_TOKENS));
    }
}
