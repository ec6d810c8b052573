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
     */
    record Denied(Dimension dimension, long retryAtMillis) implements Decision {
        public boolean never() {
            return retryAtMillis == Long.MAX_VALUE;
        }
    }
}
