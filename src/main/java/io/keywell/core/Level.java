package io.keywell.core;

/**
 * How one dimension of a limited thing stands.
 *
 * @param limit units that a window holds
 * @param left units that are free now
 * @param over units beyond the limit: what cost more than was reserved for it
 * @param learned whether the limit was learned from the provider, not configured
 * @param resetAtMillis epoch milliseconds at which all of it is free again if nobody takes any
 */
public record Level(Dimension dimension, long limit, long left, long over, boolean learned, long resetAtMillis) {

    /** Nothing beyond the limit. */
    public Level(Dimension dimension, long limit, long left, boolean learned, long resetAtMillis) {
        this(dimension, limit, left, 0, learned, resetAtMillis);
    }

    /**
     * Where more may be used than there is.
     *
     * @param free units that are free now; negative = so many are used beyond the limit
     */
    public static Level of(Dimension dimension, long limit, long free, boolean learned, long resetAtMillis) {
        return new Level(dimension, limit, Math.max(0, free), Math.max(0, -free), learned, resetAtMillis);
    }
}
