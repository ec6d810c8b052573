package io.keywell.core;

/**
 * What one call cost, by what its tokens were. Each part is exact: tokens times the price of a million of them in
 * micro-units makes millionths of micro-units. Only the sum is rounded.
 *
 * @param input tokens that were in no cache
 * @param output all generated tokens
 * @param cacheRead tokens read from a cache
 * @param cacheWrite tokens written to a cache
 */
public record Cost(long input, long output, long cacheRead, long cacheWrite) {

    /** The currency of every price. */
    public static final String CURRENCY = "USD";

    /** Parts of this unit make one dollar. */
    public static final double PER_UNIT = 1e12;

    /** The sum, rounded to a micro-unit. */
    public Money total() {
        long sum = Math.addExact(Math.addExact(input, output), Math.addExact(cacheRead, cacheWrite));
        return Money.ofMillionthsOfMicros(sum, CURRENCY);
    }
}
