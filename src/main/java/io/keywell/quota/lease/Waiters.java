package io.keywell.quota.lease;

import io.keywell.quota.Decision;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.Decision.Reason;
import io.keywell.quota.QuotaAccount.Need;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Who waits while the cluster is asked, in the order in which they came. Used without the account's lock. */
final class Waiters {

    /** How often somebody waits for another round before it takes the answer that there is. */
    private static final int PATIENCE = 4;

    private final LeasingAccount account;
    private final Refills refills;
    private final Queue<Waiter> waiters = new ArrayDeque<>(0);

    private static final class Waiter {
        final Need need;
        final CompletableFuture<Decision> answer = new CompletableFuture<>();
        int rounds;

        Waiter(Need need) {
            this.need = need;
        }
    }

    Waiters(LeasingAccount account, Refills refills) {
        this.account = account;
        this.refills = refills;
    }

    CompletableFuture<Decision> add(Need need) {
        Waiter waiter = new Waiter(need);
        serve(waiter);
        return waiter.answer;
    }

    boolean isEmpty() {
        return waiters.isEmpty();
    }

    /** A round is over: everybody tries again. */
    void tell() {
        List<Waiter> all;
        synchronized (account) {
            all = new ArrayList<>(waiters);
            waiters.clear();
        }
        all.forEach(this::serve);
    }

    private void serve(Waiter waiter) {
        while (true) {
            Decision decision = account.tryAcquire(waiter.need);
            boolean asking = decision instanceof Denied denied && denied.reason() == Reason.ASKING;
            if (!asking || waiter.rounds == PATIENCE) {
                waiter.answer.complete(decision);
                return;
            }
            waiter.rounds++;
            synchronized (account) {
                if (refills.isBusy()) {
                    waiters.add(waiter);
                    return;
                }
            }
        }
    }
}
