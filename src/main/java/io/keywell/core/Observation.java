package io.keywell.core;

/**
 * What a provider said about one dimension of a pool.
 *
 * @param limit the limit it named; -1 = none
 * @param remaining what it says is left; -1 = it did not say
 * @param resetAtMillis epoch milliseconds at which it is whole again; 0 = it did not say
 */
public record Observation(Dimension dimension, long limit, long remaining, long resetAtMillis) {}
