package io.keywell.quota;

import io.keywell.core.Dimension;

/** The answer to a {@link QuotaAccount.Need}: a {@link Permit} or a denial. */
public sealed interface Decision permits Permit, Decision.Denied {

    /**
     * Not now.
     *
     * @param dimension what is used up
     * @param retryAtMillis the earliest epoch millisecond at which it can be granted if nobody else takes it;
     *     {@link Long#MAX_VALUE} when it never fits; unknown releases (concurrency) are estimated
     * @param reason whether that is the last word
     */
    record Denied(Dimension dimension, long retryAtMillis, Reason reason) implements Decision {

        public Denied(Dimension dimension, long retryAtMillis) {
            this(dimension, retryAtMillis, Reason.USED_UP);
        }

        public boolean never() {
            return retryAtMillis == Long.MAX_VALUE;
        }
    }

    /** Why not now. */
    enum Reason {
        USED_UP,
        /** The store is being asked this moment, or will be in the next: {@link QuotaAccount#acquire} waits for its answer. */
        ASKING,
        /** The store that counts cannot be reached. */
        UNREACHABLE
    }
}
