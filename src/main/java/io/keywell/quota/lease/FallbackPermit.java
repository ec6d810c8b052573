package io.keywell.quota.lease;

import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.rule.Grant;

/** What was spent without the cluster; can end once. */
final class FallbackPermit implements Permit {

    private final LeasingAccount account;
    private final Grant grant;
    private final Need need;
    private boolean ended;

    FallbackPermit(LeasingAccount account, Grant grant, Need need) {
        this.account = account;
        this.grant = grant;
        this.need = need;
    }

    Grant grant() {
        return grant;
    }

    Need need() {
        return need;
    }

    /** Ends it; false when it had ended before. Called under the account's lock. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
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
