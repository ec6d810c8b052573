package io.keywell.quota.lease;

import io.keywell.quota.Decision.Denied;
import io.keywell.quota.Decision.Reason;
import io.keywell.quota.QuotaAccount.Need;
import org.jspecify.annotations.Nullable;

/**
 * When an account asks the cluster: as soon as something is wanted that is not there, ahead of the next slot, to hand back
 * what is idle, to be heard of. One round at a time; while nothing is left, and while the cluster does not answer, after
 * longer and longer pauses. Guarded by the account's lock, but for what says otherwise.
 */
final class Refills implements Leaser.Rounds {

    /** Between two rounds that nobody waits for. */
    private static final long LEAST_PAUSE_MILLIS = 20;

    /** Between two rounds because little is left. */
    private static final long LOW_PAUSE_MILLIS = 50;

    /** How often the cell is told of what was used beyond what was leased. */
    private static final long OWED_MILLIS = 100;

    /** How often what is left over in long slots is looked at. */
    private static final long EXCESS_MILLIS = 1_000;

    /** A view of the cell that is not older than an answer's way back can be compared with what the answer says. */
    private static final long FRESH_MILLIS = 10;

    /** How often the cluster is asked for what a provider's word may mean otherwise. */
    private static final long WORD_MILLIS = 500;

    private static final long NEVER = Long.MAX_VALUE;

    private final LeasingAccount account;
    private final Holdings holdings;
    private final Replica replica;
    private final Leaser leaser;
    private final Runnable freed;
    private final Waiters waiters;
    private final Pause pause;

    private boolean busy;
    private boolean turnedAway;
    private int failures;
    private long overMillis = Long.MIN_VALUE / 2;
    private long heardMillis = Long.MIN_VALUE / 2;
    private long alarmMillis = NEVER;
    private long lowUntil;
    private @Nullable Need lowFor;
    private boolean urgent;

    Refills(LeasingAccount account, Holdings holdings, Replica replica, Runnable freed) {
        this.account = account;
        this.holdings = holdings;
        this.replica = replica;
        this.freed = freed;
        this.pause = new Pause(holdings, replica.random());
        this.waiters = new Waiters(account, this, replica);
        this.leaser = new Leaser(account, holdings, replica, this);
    }

    /** Whether to {@link #run} a round now for a need that was turned away. The caller that is told so runs it. */
    boolean beginFor(Need need, Denied denied, long nowMillis) {
        if (pause.holdsFor(need, denied, nowMillis) || !beginInAnyCase()) {
            return false;
        }
        holdings.ask(need);
        return true;
    }

    /** The same because little is left. */
    boolean beginIfLow(Need need, long nowMillis) {
        if (!holdings.bucket.isLow() || nowMillis < Math.max(lowUntil, pause.untilMillis())) {
            return false;
        }
        if (holdings.view.isExhausted(need, nowMillis)) {
            lowUntil = holdings.bucket.endMillis();
            return false;
        }
        boolean begins = beginInAnyCase();
        lowFor = begins ? need : lowFor;
        return begins;
    }

    /** The same for what was used beyond what was leased; if it is too early an alarm is set. */
    boolean beginIfOwed(long nowMillis) {
        if (!holdings.bucket.owes()) {
            return false;
        }
        arm(nowMillis);
        return nowMillis >= overMillis + OWED_MILLIS && beginInAnyCase();
    }

    /** The same for a provider's word. */
    boolean beginForWord(long nowMillis) {
        boolean fresh = nowMillis - overMillis <= FRESH_MILLIS || nowMillis - heardMillis >= WORD_MILLIS;
        boolean begins = fresh && beginInAnyCase();
        heardMillis = begins ? nowMillis : heardMillis;
        return begins;
    }

    /** The same without regard to pauses. */
    boolean beginInAnyCase() {
        if (isHeldUp()) {
            return false;
        }
        busy = true;
        return true;
    }

    private boolean isHeldUp() {
        return busy
                || account.isRetired()
                || replica.isStopped()
                || replica.cluster().breaker().isOpen();
    }

    /** Without the lock. */
    void run() {
        leaser.round();
    }

    Pause pause() {
        return pause;
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
        if (failures == 0) {
            pause.end();
        }
    }

    /** The clock was corrected: no time that was noted means anything. */
    void restart(long nowMillis) {
        pause.end();
        lowUntil = 0;
        overMillis = nowMillis;
        alarmMillis = NEVER;
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
        if (denied.retryAtMillis() > nowMillis) {
            return denied;
        }
        // Nothing that is known speaks against it: what was leased for it came too late, or others were faster.
        return new Denied(denied.dimension(), Math.max(nowMillis + 1, pause.untilMillis()), Reason.ASKING);
    }

    /** Who waits for an answer that comes later. */
    Waiters waiters() {
        return waiters;
    }

    @Override
    public void over(boolean leased, boolean raised) {
        boolean wake;
        synchronized (account) {
            long now = account.time();
            failures = 0;
            urgent = false;
            Need need = lowFor != null ? lowFor : holdings.asked();
            if (need != null) {
                learned(need, now);
            }
            if (raised) {
                pause.end();
            }
            wake = raised || (leased && turnedAway);
            turnedAway &= !wake;
            end(now);
        }
        tell(wake);
    }

    /** What the round for a need has shown of what is left. */
    private void learned(Need need, long nowMillis) {
        boolean exhausted = holdings.view.isExhausted(need, nowMillis);
        pause.end();
        if (!exhausted) {
            pause.startOver();
        }
        long nanos = replica.clock().nanoTime();
        if (exhausted || !holdings.fits(need, nanos)) {
            pause.begin(need, nowMillis, nanos);
        }
        lowUntil = exhausted ? holdings.bucket.endMillis() : nowMillis + LOW_PAUSE_MILLIS;
    }

    /** The first failure is tried again at once, for those who wait. */
    @Override
    public void failed() {
        synchronized (account) {
            long now = account.time();
            failures++;
            if (failures > 1) {
                pause.begin(null, now, replica.clock().nanoTime());
            }
            end(now);
        }
        tell(false);
    }

    private void end(long nowMillis) {
        busy = false;
        lowFor = null;
        overMillis = nowMillis;
        holdings.answered();
        arm(nowMillis);
    }

    private void tell(boolean wake) {
        waiters.tell();
        try {
            if (wake) {
                freed.run();
            }
        } catch (RuntimeException e) {
            // The round is over: what goes wrong at who listens must not end the next one.
            replica.observer().fault(account.key(), e);
        }
    }

    /** The cluster's state is another one: what is known here has to be said again. */
    void hurry() {
        urgent = true;
        arm(account.time());
    }

    /** Sees to it that the account wakes when it has something to do. Cheap when an alarm is set. */
    void armOnce(long nowMillis) {
        if (alarmMillis == NEVER && holdings.isLimited()) {
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
        if (isHeldUp()) {
            return NEVER;
        }
        holdings.demand.fold(nowMillis);
        long due = leaser.isUnsure() || urgent ? nowMillis : NEVER;
        due = holdings.bucket.owes() ? Math.min(due, overMillis + OWED_MILLIS) : due;
        due = Math.min(due, holdings.lessee.dueMillis(nowMillis));
        due = Math.min(due, holdings.seats.dueMillis());
        if (holdings.bucket.hasSpare()) {
            due = Math.min(due, holdings.demand.idleAtMillis());
            due = holdings.lessee.hasExcess() ? Math.min(due, overMillis + EXCESS_MILLIS) : due;
        }
        long earliest = Math.max(overMillis + LEAST_PAUSE_MILLIS, failures > 0 ? pause.untilMillis() : 0);
        return due == NEVER ? NEVER : Math.max(due, earliest);
    }
}
