package io.keywell.alerting;

import io.keywell.alerting.Situation.BudgetUse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says what is wrong. Remembers the last minutes, because some things only show in what has changed. One thread. */
final class Rules {

    private static final long EXHAUSTED_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final long SHARES_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final double MOST_FAILURES = 0.02;

    /** With more than one of a hundred over the target, the 99th percentile is. */
    private static final double MOST_SLOW = 0.01;

    /** Of fewer calls in the window a share says nothing. */
    private static final long ENOUGH_CALLS = 50;

    private static final double SOON_EMPTY_SECONDS = 30 * 60;
    private static final double FILLING = 0.5;
    private static final double USUAL_SOFT = 0.8;
    private static final long SOON_EXPIRED_SECONDS = TimeUnit.DAYS.toSeconds(14);

    private final Deque<Seen> past = new ArrayDeque<>();

    private record Seen(long millis, Situation situation) {}

    /** @param nowMillis epoch milliseconds; never less than in the call before */
    List<Finding> look(Situation now, long nowMillis) {
        List<Finding> found = new ArrayList<>();
        exhausted(now, nowMillis, found);
        shares(now, nowMillis, found);
        now.secondsToEmpty().forEach((pool, seconds) -> {
            if (seconds < SOON_EMPTY_SECONDS) {
                found.add(new Finding(
                        Alert.POOL_RUNS_DRY, pool, "Pool %s is empty in %.0f minutes.".formatted(pool, seconds / 60)));
            }
        });
        now.refusedKeys()
                .forEach(key ->
                        found.add(new Finding(Alert.KEY_DISABLED, key, "The provider refuses key " + key + ".")));
        now.emptyPurses()
                .forEach(purse -> found.add(
                        new Finding(Alert.CREDIT_GONE, purse, "No credit is left in account " + purse + ".")));
        replica(now, found);
        now.budgets().forEach(budget -> budget(budget, found));
        long nowSeconds = nowMillis / 1_000;
        now.keyExpiries()
                .forEach((key, seconds) -> expiry(Alert.KEY_EXPIRES, "Key " + key, seconds - nowSeconds, found));
        now.certificateExpires()
                .ifPresent(
                        seconds -> expiry(Alert.CERTIFICATE_EXPIRES, "The certificate", seconds - nowSeconds, found));
        past.addLast(new Seen(nowMillis, now));
        while (past.size() > 1 && past.getFirst().millis() < nowMillis - EXHAUSTED_MILLIS) {
            past.removeFirst();
        }
        return found;
    }

    private void exhausted(Situation now, long nowMillis, List<Finding> found) {
        Situation before = before(nowMillis - EXHAUSTED_MILLIS);
        now.exhausted().forEach((model, count) -> {
            long refused = count - (before == null ? 0 : before.exhausted().getOrDefault(model, 0L));
            if (refused > 0) {
                found.add(new Finding(
                        Alert.EXHAUSTED,
                        model,
                        "%d calls for %s were refused in 10 minutes: its keys are exhausted."
                                .formatted(refused, model)));
            }
        });
    }

    /** What is wrong when it happens to too many of the calls. */
    private void shares(Situation now, long nowMillis, List<Finding> found) {
        Situation before = before(nowMillis - SHARES_MILLIS);
        long calls = now.calls() - (before == null ? 0 : before.calls());
        long failed = now.failed() - (before == null ? 0 : before.failed());
        if (calls >= ENOUGH_CALLS && failed > calls * MOST_FAILURES) {
            String text = "%s of the calls fail.".formatted(percent((double) failed / calls));
            found.add(new Finding(Alert.ERROR_RATE, "", text));
        }
        long timed = now.timed() - (before == null ? 0 : before.timed());
        long slow = now.slow() - (before == null ? 0 : before.slow());
        if (timed >= ENOUGH_CALLS && slow > timed * MOST_SLOW) {
            String text = "The gateway itself takes more than 50 ms for %s of the calls."
                    .formatted(percent((double) slow / timed));
            found.add(new Finding(Alert.SLOW, "", text));
        }
    }

    private static void replica(Situation now, List<Finding> found) {
        if (!now.storeUp()) {
            found.add(new Finding(Alert.STORE_UNREACHABLE, "", "The quota store cannot be reached."));
        }
        if (now.waiting() > FILLING) {
            found.add(new Finding(
                    Alert.WAITING_ROOM_FILLING, "", "The waiting room is " + percent(now.waiting()) + " full."));
        }
        if (now.ledgerBuffer() > FILLING) {
            found.add(new Finding(
                    Alert.LEDGER_BUFFER_FILLING,
                    "",
                    "The buffer before the ledger is " + percent(now.ledgerBuffer()) + " full."));
        }
        if (now.configRejected()) {
            found.add(new Finding(
                    Alert.CONFIG_REJECTED, "", "A changed configuration is wrong; the old one stays in force."));
        }
    }

    /** One warning for a budget: at its own threshold where it has one. */
    private static void budget(BudgetUse budget, List<Finding> found) {
        if (budget.used() >= Math.min(1, budget.soft().orElse(USUAL_SOFT))) {
            Alert warning = budget.soft().isPresent() ? Alert.BUDGET_SOFT : Alert.BUDGET_80;
            Alert alert = budget.used() >= 1 ? Alert.BUDGET_100 : warning;
            String text = "%s has used %s of its budget.".formatted(budget.owner(), percent(budget.used()));
            found.add(new Finding(alert, budget.subject(), text));
        }
    }

    private static void expiry(Alert alert, String what, long secondsLeft, List<Finding> found) {
        if (secondsLeft < SOON_EXPIRED_SECONDS) {
            String text = secondsLeft <= 0
                    ? what + " has expired."
                    : "%s expires in %d days.".formatted(what, TimeUnit.SECONDS.toDays(secondsLeft));
            found.add(new Finding(alert, what, text));
        }
    }

    /** The last thing seen at that time or before; null while nothing is as old. Then all happened in the window. */
    private @Nullable Situation before(long millis) {
        Situation last = null;
        for (Seen seen : past) {
            if (seen.millis() > millis) {
                break;
            }
            last = seen.situation();
        }
        return last;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
