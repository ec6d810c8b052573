package io.keywell.quota;

/**
 * The right to send one request now. It ends exactly once, by the first call of {@link #settle} or {@link #release};
 * later calls do nothing and return false. Until then it holds its concurrency.
 */
public non-sealed interface Permit extends Decision {

    /**
     * The request leaves now. When that is long after it was permitted it counts for this time as well, since whoever
     * limits it counts it when it arrives. To be called at most once, before the permit ends.
     */
    default void sending() {}

    /** The request was sent: real usage replaces the reserved; the request itself stays counted. */
    boolean settle(long inputTokens, long outputTokens);

    /**
     * The same, where money may be counted as well.
     *
     * @param micros what the request cost, in millionths of the currency's unit; 0 when nobody knows
     */
    default boolean settle(long inputTokens, long outputTokens, long micros) {
        return settle(inputTokens, outputTokens);
    }

    /** The request was never sent: everything goes back. */
    boolean release();
}
