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
import org.jspecify.annotations.Nullable;

/**
 * When an account asks the cluster: as soon as something is wanted that is not there, ahead of the next slot, to hand back
 * what is idle, to be heard of. One round at a time; while nothing is left, and while the cluster does not answer, after
 * longer and longer pauses. Guarded by the account's lock, but for what says otherwise.
 */
final class Refills implements Leaser.Rounds {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    /** Between two rounds that nobody waits for. */
    private static final long LEAST_PAUSE_MILLIS = 20;

    /** Between two rounds because little is left. */
    private static final long LOW_PAUSE_MILLIS = 50;

    /** How often what is left over in long slots is looked at. */
    private static final long EXCESS_MILLIS = 1_000;

    /** How often somebody waits for another round before it takes the answer that there is. */
    private static final int PATIENCE = 4;

    private static final long NEVER = Long.MAX_VALUE;

    private final LeasingAccount account;
    private final Holdings holdings;
    private final Replica replica;
    private final Leaser leaser;
    private final Runnable freed;
    private final Queue<Waiter> waiters = new ArrayDeque<>(0);

    private boolean busy;
    private boolean turnedAway;
    private int failures;
    private long pauseMillis;
    private long pausedUntil;
    private @Nullable Need pausedFor;
    private long overMillis = Long.MIN_VALUE / 2;
    private long alarmMillis = NEVER;
    private long lowUntil;
    private boolean urgent;

    /** Somebody who waits for an answer that comes later. */
    private static final class Waiter {
        final Need need;
        final CompletableFuture<Decision> answer = new CompletableFuture<>();
        int rounds;

        Waiter(Need need) {
            this.need = need;
        }
    }

    Refills(LeasingAccount account, Holdings holdings, Replica replica, Runnable freed) {
        this.account = account;
        this.holdings = holdings;
        this.replica = replica;
        this.freed = freed;
        this.leaser = new Leaser(account.key(), account, holdings, replica, this);
    }

    /** Whether to {@link #run} a round now for a need that was turned away. The caller that is told so runs it. */
    boolean beginFor(Need need, Denied denied, long nowMillis) {
        if ((nowMillis < pausedUntil && !isWorthMore(need, denied, nowMillis)) || !beginInAnyCase()) {
            return false;
        }
        holdings.ask(need);
        return true;
    }

    /** What made for the pause was larger, and by what is known this one fits. */
    private boolean isWorthMore(Need need, Denied denied, long nowMillis) {
        return failures == 0
                && pausedFor != null
                && denied.retryAtMillis() <= nowMillis
                && (need.input() < pausedFor.input() || need.output() < pausedFor.output());
    }

    /** The same because little is left. */
    boolean beginIfLow(long nowMillis) {
        return holdings.bucket.isLow() && nowMillis >= Math.max(lowUntil, pausedUntil) && beginInAnyCase();
    }

    /** The same without regard to pauses. */
    boolean beginInAnyCase() {
        if (busy || account.isRetired() || replica.cluster().breaker().isOpen()) {
            return false;
        }
        busy = true;
        return true;
    }

    /** Without the lock. */
    void run() {
        leaser.round();
    }

    /** When the cell was last looked at. */
    long overMillis() {
        return overMillis;
    }

    boolean isBusy() {
        return busy;
    }

    /** Nothing is under way and nobody waits. */
    boolean isAtRest() {
        return !busy && waiters.isEmpty() && !leaser.isUnsure();
    }

    /** What was wanted may be there now. */
    void endPause() {
        pausedUntil = failures == 0 ? 0 : pausedUntil;
    }

    /** Something is on its way back to the cell: asking again may help soon. */
    void shortenPause(long nowMillis) {
        pausedUntil = failures == 0
                ? Math.min(pausedUntil, Math.max(nowMillis, overMillis + FIRST_PAUSE_MILLIS))
                : pausedUntil;
    }

    /** What to say to a need that was turned away. */
    Denied answer(Denied denied, long nowMillis) {
        turnedAway = true;
        if (busy) {
            return new Denied(denied.dimension(), nowMillis + LEAST_PAUSE_MILLIS, Reason.ASKING);
        }
        if (replica.isCutOff() || failures > 1) {
            long at = Math.max(nowMillis + EXCESS_MILLIS, denied.retryAtMillis());
            return new Denied(denied.dimension(), at, Reason.UNREACHABLE);
        }
        long at = denied.retryAtMillis() > nowMillis ? denied.retryAtMillis() : Math.max(nowMillis + 1, pausedUntil);
        return new Denied(denied.dimension(), at);
    }

    /** Waits for an answer. Without the lock. */
    CompletableFuture<Decision> await(Need need) {
        Waiter waiter = new Waiter(need);
        answer(waiter);
        return waiter.answer;
    }

    private void answer(Waiter waiter) {
        while (true) {
            Decision decision = account.tryAcquire(waiter.need);
            boolean asking = decision instanceof Denied denied && denied.reason() == Reason.ASKING;
            if (!asking || waiter.rounds == PATIENCE) {
                waiter.answer.complete(decision);
                return;
            }
            synchronized (account) {
                if (busy) {
                    waiter.rounds++;
                    waiters.add(waiter);
                    return;
                }
            }
        }
    }

    @Override
    public void over(boolean leased, boolean raised) {
        boolean wake;
        synchronized (account) {
            long now = account.time();
            failures = 0;
            urgent = false;
            pauseMillis = leased ? 0 : pauseMillis;
            pausedUntil = 0;
            Need asked = holdings.asked();
            if (asked != null && !holdings.fits(asked, replica.clock().nanoTime())) {
                pause(asked, now);
            }
            lowUntil = holdings.bucket.isLow() ? now + LOW_PAUSE_MILLIS : 0;
            wake = raised || (leased && turnedAway);
            turnedAway &= !wake;
            end(now);
        }
        tell(wake);
    }

    /** The first failure is tried again at once, for those who wait. */
    @Override
    public void failed() {
        synchronized (account) {
            long now = account.time();
            failures++;
            if (failures > 1) {
                pause(holdings.asked(), now);
            }
            end(now);
        }
        tell(false);
    }

    private void end(long nowMillis) {
        busy = false;
        overMillis = nowMillis;
        holdings.answered();
        arm(nowMillis);
    }

    private void tell(boolean wake) {
        List<Waiter> all;
        synchronized (account) {
            all = new ArrayList<>(waiters);
            waiters.clear();
        }
        all.forEach(this::answer);
        if (wake) {
            freed.run();
        }
    }

    /** Until something may be free, the next slot begins, or the pause is over. */
    private void pause(@Nullable Need asked, long nowMillis) {
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, 2 * pauseMillis));
        long jittered = (long) (pauseMillis * (0.75 + replica.random().nextDouble() / 2));
        long until = Math.min(nowMillis + jittered, holdings.bucket.endMillis());
        if (asked != null) {
            long free = holdings.denial(asked, nowMillis, replica.clock().nanoTime())
                    .retryAtMillis();
            until = free > nowMillis ? Math.min(until, free) : until;
        }
        pausedUntil = until;
        pausedFor = asked;
    }

    /** The cluster's state is another one: what is known here has to be said again. */
    void hurry() {
        urgent = true;
        arm(account.time());
    }

    /** Sees to it that the account wakes when it has something to do. Cheap when an alarm is set. */
    void armOnce(long nowMillis) {
        if (alarmMillis == NEVER) {
            arm(nowMillis);
        }
    }

    void arm(long nowMillis) {
        long due = dueMillis(nowMillis);
        if (due < alarmMillis) {
            alarmMillis = due;
            replica.timers().at(Math.max(0, due - nowMillis), () -> ring(due));
        }
    }

    private void ring(long due) {
        boolean begins;
        synchronized (account) {
            if (due != alarmMillis) {
                return;
            }
            alarmMillis = NEVER;
            long now = account.time();
            begins = dueMillis(now) <= now && beginInAnyCase();
            if (!begins) {
                arm(now);
            }
        }
        if (begins) {
            run();
        }
    }

    /** When the account has something to do by itself; {@link #NEVER} = nothing in sight. */
    private long dueMillis(long nowMillis) {
        if (busy || account.isRetired() || replica.cluster().breaker().isOpen()) {
            return NEVER;
        }
        holdings.demand.fold(nowMillis);
        boolean tells = holdings.bucket.owes() || leaser.isUnsure() || urgent;
        long due = tells ? nowMillis : NEVER;
        due = Math.min(due, holdings.lessee.dueMillis());
        due = Math.min(due, holdings.seats.dueMillis());
        if (holdings.bucket.hasSpare()) {
            due = Math.min(due, holdings.usedAtMillis() + Holdings.IDLE_MILLIS);
            due = holdings.lessee.hasExcess() ? Math.min(due, overMillis + EXCESS_MILLIS) : due;
        }
        long earliest = Math.max(overMillis + LEAST_PAUSE_MILLIS, failures > 0 ? pausedUntil : 0);
        return due == NEVER ? NEVER : Math.max(due, earliest);
    }
}
