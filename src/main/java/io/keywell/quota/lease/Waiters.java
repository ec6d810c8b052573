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
import java.util.concurrent.TimeUnit;

/** Who waits while the cluster is asked, in the order in which they came. Used without the account's lock. */
final class Waiters {

    /**
     * For how long somebody waits for a permit that nothing known speaks against, while answers come too late for their
     * slot or others are faster. After that the cluster counts as one that cannot be asked.
     */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final LeasingAccount account;
    private final Refills refills;
    private final Replica replica;
    private final Queue<Waiter> waiters = new ArrayDeque<>(0);

    /** A timer is set that tells those who came while no round was under way. */
    private boolean alarmed;

    private record Waiter(Need need, long sinceNanos, CompletableFuture<Decision> answer) {}

    Waiters(LeasingAccount account, Refills refills, Replica replica) {
        this.account = account;
        this.refills = refills;
        this.replica = replica;
    }

    CompletableFuture<Decision> add(Need need) {
        Waiter waiter = new Waiter(need, replica.clock().nanoTime(), new CompletableFuture<>());
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
        Decision decision = account.tryAcquire(waiter.need);
        if (!(decision instanceof Denied denied) || denied.reason() != Reason.ASKING) {
            waiter.answer.complete(decision);
        } else if (replica.clock().nanoTime() - waiter.sinceNanos >= PATIENCE_NANOS) {
            waiter.answer.complete(new Denied(denied.dimension(), denied.retryAtMillis(), Reason.UNREACHABLE));
        } else {
            stay(waiter, denied.retryAtMillis());
        }
    }

    /** Until the round that is under way is over, or until the next one may begin. */
    private void stay(Waiter waiter, long retryAtMillis) {
        boolean alarm;
        long delay;
        synchronized (account) {
            waiters.add(waiter);
            alarm = !refills.isBusy() && !alarmed;
            alarmed |= alarm;
            delay = Math.max(1, retryAtMillis - account.time());
        }
        if (alarm) {
            replica.timers().at(delay, this::ring);
        }
    }

    private void ring() {
        synchronized (account) {
            alarmed = false;
        }
        tell();
    }
}
