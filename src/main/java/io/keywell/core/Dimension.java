package io.keywell.core;

/**
 * What is counted. Tokens are input plus output unless the name says which; an account whose limit is a
 * {@link #BUDGET} counts money in all it does, in millionths of the currency's unit: what goes in, and what comes out.
 */
public enum Dimension {
    REQUESTS_PER_MINUTE("requests-per-minute"),
    REQUESTS_PER_DAY("requests-per-day"),
    TOKENS_PER_MINUTE("tokens-per-minute"),
    TOKENS_PER_DAY("tokens-per-day"),
    INPUT_TOKENS_PER_MINUTE("input-tokens-per-minute"),
    OUTPUT_TOKENS_PER_MINUTE("output-tokens-per-minute"),
    CONCURRENT("concurrent"),
    BUDGET("budget");

    private final String key;

    Dimension(String key) {
        this.key = key;
    }

    /** The name in configuration, metrics and messages. */
    public String key() {
        return key;
    }

    /** Whether its window is a day or longer. */
    public boolean isLong() {
        return this == REQUESTS_PER_DAY || this == TOKENS_PER_DAY || this == BUDGET;
    }

    /** What one request of {@code input} and {@code output} takes of this dimension. */
    public long amount(long input, long output) {
        return switch (this) {
            case REQUESTS_PER_MINUTE, REQUESTS_PER_DAY, CONCURRENT -> 1;
            case TOKENS_PER_MINUTE, TOKENS_PER_DAY, BUDGET -> input + output;
            case INPUT_TOKENS_PER_MINUTE -> input;
            case OUTPUT_TOKENS_PER_MINUTE -> output;
        };
    }
}
