package io.keywell.quota.lease;

import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.rule.Grant;

/** What was spent without the cluster; can end once. */
final class FallbackPermit implements Permit {

    private final LeasingAccount account;
    private final Fallback fallback;
    private final Holdings holdings;
    private final Grant grant;
    private final Need need;
    private boolean ended;

    FallbackPermit(LeasingAccount account, Fallback fallback, Holdings holdings, Grant grant, Need need) {
        this.account = account;
        this.fallback = fallback;
        this.holdings = holdings;
        this.grant = grant;
        this.need = need;
    }

    @Override
    public boolean settle(long inputTokens, long outputTokens) {
        synchronized (account) {
            if (ended) {
                return false;
            }
            ended = true;
            long now = account.time();
            fallback.cell().settle(grant, inputTokens, outputTokens, now);
            if (fallback.sharesWithLeases()) {
                holdings.bucket.roll(now);
                holdings.bucket.takeMore(need, Demand.sane(inputTokens), Demand.sane(outputTokens));
            }
        }
        account.store.permitEnded(true);
        return true;
    }

    @Override
    public boolean release() {
        synchronized (account) {
            if (ended) {
                return false;
            }
            ended = true;
            fallback.cell().release(grant, account.time());
        }
        account.store.permitEnded(true);
        return true;
    }
}
