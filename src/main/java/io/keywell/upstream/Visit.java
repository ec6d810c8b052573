package io.keywell.upstream;

/**
 * How a walk stands in line.
 *
 * @param consumer whose flow it is in
 * @param priority the consumer's weight, 1..16
 * @param untilMillis epoch milliseconds until which it may wait for capacity
 */
record Visit(String consumer, int priority, long untilMillis) {}
