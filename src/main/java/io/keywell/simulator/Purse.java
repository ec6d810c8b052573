package io.keywell.simulator;

/**
 * What was paid in advance for a pool, in tokens. A call that finds anything in it is served, however little; one that
 * finds nothing is refused as having no money. Guarded by the pool.
 */
final class Purse {

    /** No purse: whatever is used is paid later. */
    static final long UNLIMITED = 0;

    private final boolean prepaid;
    private long left;
    private long settledMillis;
    private boolean believed;

    /** @param tokens {@link #UNLIMITED} = no purse */
    Purse(long tokens) {
        this.prepaid = tokens != UNLIMITED;
        this.left = tokens;
    }

    boolean isPrepaid() {
        return prepaid;
    }

    long left() {
        return left;
    }

    /** Until the money is known at every server of the vendor, each second call meets one that does not know of it. */
    boolean isEmpty(long nowMillis) {
        if (!prepaid || left > 0 && nowMillis >= settledMillis) {
            return false;
        }
        believed = !believed;
        return left <= 0 || believed;
    }

    void spend(long tokens) {
        if (prepaid) {
            left = Math.max(0, left - tokens);
        }
    }

    void topUp(long tokens, long settledAtMillis) {
        left += tokens;
        settledMillis = settledAtMillis;
        believed = false;
    }
}
