package io.keywell.simulator;

/**
 * One limit of a pool. Times are milliseconds that never go back. Not safe for several threads: the pool locks.
 */
sealed interface Limiter permits SlidingLimiter, BucketLimiter, FixedLimiter {

    long limit();

    /** What is left at this moment, never below zero. */
    long remaining(long now);

    /** Milliseconds until the amount fits if nobody else takes anything; 0 = it fits now. At most the limit. */
    long waitFor(long amount, long now);

    /** Spends, whether it fits or not. */
    void take(long amount, long now);

    /** Milliseconds until the whole limit is free again if nobody takes anything. */
    long resetIn(long now);
}
