package io.keywell.quota.local;

import io.keywell.quota.Permit;
import io.keywell.quota.rule.Grant;

/** A grant that can end once. */
final class LocalPermit implements Permit {

    private final LocalAccount account;
    private final Grant grant;
    private boolean ended;

    LocalPermit(LocalAccount account, Grant grant) {
        this.account = account;
        this.grant = grant;
    }

    Grant grant() {
        return grant;
    }

    /** Ends it; false when it had ended before. Called under the account's lock. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    @Override
    public void sending() {
        account.sending(this);
    }

    @Override
    public boolean settle(long inputTokens, long outputTokens) {
        return account.settle(this, inputTokens, outputTokens);
    }

    @Override
    public boolean release() {
        return account.release(this);
    }
}
