package io.keywell.quota.lease;

import io.keywell.core.Dimension;
import io.keywell.quota.Permit;
import org.jspecify.annotations.Nullable;

/** What one request took of a bucket; can end once. */
final class LeasePermit implements Permit {

    private final LeasingAccount account;
    private final long atMillis;
    private final long input;
    private final long output;
    private final int counted;
    private final long @Nullable [] cut;
    private boolean ended;

    /**
     * @param counted a bit for each dimension, by ordinal, in which the request was counted
     * @param cut by ordinal, by how much less was taken than the need; null when nothing was cut
     */
    LeasePermit(LeasingAccount account, long atMillis, long input, long output, int counted, long @Nullable [] cut) {
        this.account = account;
        this.atMillis = atMillis;
        this.input = input;
        this.output = output;
        this.counted = counted;
        this.cut = cut;
    }

    long atMillis() {
        return atMillis;
    }

    boolean countedIn(Dimension dimension) {
        return (counted & 1 << dimension.ordinal()) != 0;
    }

    long taken(Dimension dimension) {
        long asked = dimension.amount(input, output);
        return cut == null ? asked : asked - cut[dimension.ordinal()];
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
        return account.end(this, Demand.sane(inputTokens), Demand.sane(outputTokens), false);
    }

    @Override
    public boolean release() {
        return account.end(this, 0, 0, true);
    }
}
