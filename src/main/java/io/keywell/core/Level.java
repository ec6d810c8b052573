package io.keywell.core;

/**
 * How one dimension of a limited thing stands.
 *
 * @param limit units that a window holds
 * @param left units that are free now
 * @param learned whether the limit was learned from the provider, not configured
 * @param resetAtMillis epoch milliseconds at which all of it is free again if nobody takes any
 */
public record Level(Dimension dimension, long limit, long left, boolean learned, long resetAtMillis) {}
