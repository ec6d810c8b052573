package io.keywell.alerting;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The gateway at one instant, as far as rules look at it.
 *
 * @param exhausted calls refused since the start because keys were exhausted, by model
 * @param calls calls since the start, without those that their callers gave up
 * @param failed those of them that got no answer, or a broken one
 * @param timed calls since the start whose time in the gateway itself is known
 * @param slow those of them that took longer than the target
 * @param secondsToEmpty by pool and model
 * @param refusedKeys keys that their provider does not accept any more
 * @param emptyPurses accounts without credit
 * @param storeUp whether the quota store can be reached
 * @param waiting part of the waiting room's places that are taken: 0 to 1
 * @param ledgerBuffer part of the buffer before the ledger that is full: 0 to 1
 * @param budgets what of each budget is used
 * @param configRejected whether a changed configuration was refused
 * @param keyExpiries epoch seconds at which each key expires
 * @param certificateExpires epoch seconds at which the first certificate expires; empty = there is none
 */
public record Situation(
        Map<String, Long> exhausted,
        long calls,
        long failed,
        long timed,
        long slow,
        Map<String, Double> secondsToEmpty,
        List<String> refusedKeys,
        List<String> emptyPurses,
        boolean storeUp,
        double waiting,
        double ledgerBuffer,
        List<BudgetUse> budgets,
        boolean configRejected,
        Map<String, Long> keyExpiries,
        OptionalLong certificateExpires) {

    /**
     * What is used of a budget.
     *
     * @param team whether it is a team's, not a consumer's
     * @param used the part of it that is spent or reserved
     * @param soft its own threshold, from which on to warn; empty = the one that all others have
     */
    public record BudgetUse(boolean team, String name, double used, OptionalDouble soft) {

        /** A consumer and a team may have the same name. */
        String subject() {
            return team ? "team/" + name : name;
        }

        /** As a sentence begins with it. */
        String owner() {
            return (team ? "Team " : "Consumer ") + name;
        }
    }
}
