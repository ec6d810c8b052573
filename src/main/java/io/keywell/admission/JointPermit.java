package io.keywell.admission;

import io.keywell.quota.Permit;
import java.util.List;

/** All that one request took of its caller's allowances. Ends each of them. */
final class JointPermit implements Permit {

    private final List<Permit> tokens;
    private final List<Permit> money;

    /**
     * @param tokens of accounts that count requests and tokens
     * @param money of budgets
     */
    JointPermit(List<Permit> tokens, List<Permit> money) {
        this.tokens = List.copyOf(tokens);
        this.money = List.copyOf(money);
    }

    @Override
    public boolean settle(long inputTokens, long outputTokens) {
        return settle(inputTokens, outputTokens, 0);
    }

    @Override
    public boolean settle(long inputTokens, long outputTokens, long micros) {
        boolean ended = false;
        for (Permit permit : tokens) {
            ended |= permit.settle(inputTokens, outputTokens);
        }
        for (Permit permit : money) {
            ended |= permit.settle(micros, 0);
        }
        return ended;
    }

    @Override
    public boolean release() {
        boolean ended = false;
        for (Permit permit : tokens) {
            ended |= permit.release();
        }
        for (Permit permit : money) {
            ended |= permit.release();
        }
        return ended;
    }
}
