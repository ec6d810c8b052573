package io.keywell.quota.lease;

import io.keywell.catalog.Limits;
import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.core.Observation;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.rule.Precision;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An account that takes from what this replica has leased. Its lock is held for about as long as that of an account in
 * memory, and never while the cluster is asked. The clock is read under the lock, so that times come in their order.
 *
 * <p>A retired account counts nothing any more: whoever still has it is led to its successor.
 */
final class LeasingAccount implements QuotaAccount {

    final LeasingQuotaStore store;
    private final QuotaKey key;
    private final Replica replica;
    private final Holdings holdings;
    private final Refills refills;
    private final @Nullable Fallback fallback;
    private volatile Limits limits = Limits.NONE;
    private boolean retired;

    LeasingAccount(LeasingQuotaStore store, QuotaKey key, Replica replica) {
        this.store = store;
        this.key = key;
        this.replica = replica;
        LeaseSettings settings = replica.settings();
        Precision precision = settings.precision(key.kind());
        long now = replica.clock().epochMillis();
        this.fallback = Fallback.of(settings.outage(), precision);
        this.holdings = new Holdings(settings.replica(), precision, replica.random(), fallback, now);
        this.refills = new Refills(this, holdings, replica, store::freed);
    }

    @Override
    public QuotaKey key() {
        return key;
    }

    /** Puts limits in force if they differ; two reads when they do not. */
    void limit(Limits wanted) {
        if (wanted == limits) {
            return;
        }
        boolean rose = false;
        synchronized (this) {
            if (!wanted.equals(limits)) {
                long now = time();
                rose = holdings.limit(Fallback.leasable(replica.settings().outage(), wanted), now);
                if (fallback != null) {
                    fallback.limit(wanted, now);
                }
                refills.endPause();
                refills.arm(now);
            }
            limits = wanted;
        }
        if (rose) {
            store.freed();
        }
    }

    @Override
    public Decision tryAcquire(Need asked) {
        Need need = Demand.sane(asked);
        boolean begins = false;
        Decision decision = null;
        synchronized (this) {
            if (!retired) {
                long now = time();
                holdings.tried(need, now);
                decision = take(need, now);
                if (decision == null) {
                    Denied denied =
                            holdings.view.denial(need, now, replica.clock().nanoTime());
                    begins = !denied.never() && refills.beginFor(need, denied, now);
                    decision = begins ? null : turnAway(need, denied, now);
                } else {
                    begins = refills.beginIfLow(need, now);
                    refills.armOnce(now);
                }
            }
        }
        if (begins) {
            refills.run();
        } else if (decision == null) {
            return successor().tryAcquire(need);
        }
        return decision == null ? afterRound(need) : decision;
    }

    /** The round may be over already, and is when the cluster answers at once. */
    private Decision afterRound(Need need) {
        synchronized (this) {
            long now = time();
            Decision taken = take(need, now);
            return taken != null
                    ? taken
                    : turnAway(
                            need,
                            holdings.view.denial(need, now, replica.clock().nanoTime()),
                            now);
        }
    }

    private @Nullable Decision take(Need need, long now) {
        holdings.bucket.roll(now);
        long nanos = holdings.seats.limited() ? replica.clock().nanoTime() : 0;
        if (!holdings.fits(need, nanos)) {
            return null;
        }
        holdings.seats.take();
        store.permitOpened();
        return holdings.bucket.take(this, need, now);
    }

    private Decision turnAway(Need need, Denied denied, long now) {
        if (denied.never()) {
            return denied;
        }
        Decision permit = fallback != null && replica.isCutOff() ? fallback.take(this, holdings, need, now) : null;
        if (permit != null) {
            store.permitOpened();
            return permit;
        }
        if (!refills.isBusy()) {
            replica.observer().deniedLocally(key);
        }
        return refills.answer(denied, now);
    }

    @Override
    public CompletionStage<Decision> acquire(Need need) {
        Decision decision = tryAcquire(need);
        boolean asking = decision instanceof Denied denied && denied.reason() == Decision.Reason.ASKING;
        return asking ? refills.waiters().add(need) : CompletableFuture.completedFuture(decision);
    }

    /** Ends a permit; false when it had ended before. */
    boolean end(LeasePermit permit, long input, long output, boolean unsent) {
        boolean freed;
        boolean begins;
        synchronized (this) {
            if (!permit.end()) {
                return false;
            }
            long now = time();
            holdings.bucket.roll(now);
            freed = holdings.bucket.end(permit, input, output, unsent);
            if (!unsent) {
                holdings.seats.out().sample(now - permit.atMillis());
            }
            boolean spare = holdings.seats.end();
            freed |= holdings.seats.limited();
            if (freed) {
                refills.pause().cameBack(unsent || holdings.seats.limited());
            }
            begins = spare ? refills.beginInAnyCase() : refills.beginIfOwed(now);
            refills.armOnce(now);
        }
        if (begins) {
            refills.run();
        }
        store.permitEnded(freed);
        return true;
    }

    synchronized void sending(LeasePermit permit) {
        long now = time();
        if (holdings.bucket.sending(permit, now)) {
            refills.arm(now);
        }
    }

    @Override
    public void observe(Observation word) {
        if (!observed(word)) {
            successor().observe(word);
        }
    }

    private boolean observed(Observation word) {
        boolean begins;
        synchronized (this) {
            if (retired) {
                return false;
            }
            boolean tells = word.limit() >= 1 || word.remaining() >= 0;
            long now = time();
            holdings.bucket.roll(now);
            if (!tells || word.dimension() == Dimension.CONCURRENT || !holdings.view.isNews(word, now)) {
                return true;
            }
            holdings.hear(word);
            begins = refills.beginForWord(now);
        }
        if (begins) {
            refills.run();
        }
        return true;
    }

    @Override
    public void share(double part, double due) {
        synchronized (this) {
            holdings.demand.part(part, due, time());
        }
    }

    @Override
    public double headroom() {
        synchronized (this) {
            if (!retired) {
                return Standing.headroom(holdings, time());
            }
        }
        return successor().headroom();
    }

    @Override
    public long grantable(Need need, long untilMillis, long enough) {
        synchronized (this) {
            if (!retired) {
                return Standing.grantable(holdings, Demand.sane(need), untilMillis, enough, time());
            }
        }
        return successor().grantable(need, untilMillis, enough);
    }

    @Override
    public List<Level> levels() {
        synchronized (this) {
            if (!retired) {
                return Standing.levels(holdings, time());
            }
        }
        return successor().levels();
    }

    /** The present time; under the lock. */
    long time() {
        long epochMillis = replica.clock().epochMillis();
        if (holdings.isCorrected(epochMillis)) {
            holdings.restart(epochMillis);
            refills.restart(epochMillis);
        }
        return holdings.timeAt(epochMillis);
    }

    boolean isRetired() {
        return retired;
    }

    /** Ends the account's life if it was not used for so long and nothing would be forgotten. */
    synchronized boolean retire(long idleMillis) {
        long now = time();
        boolean idle = now - holdings.demand.idleAtMillis() >= idleMillis;
        boolean nothing = refills.isAtRest() && holdings.isQuiet(now) && (fallback == null || fallback.isQuiet(now));
        retired = retired || (idle && nothing);
        return retired;
    }

    /** The cluster came back, or its state is another one. */
    synchronized void wake(boolean stateLost) {
        if (stateLost && holdings.view.hasSeen()) {
            refills.hurry();
        } else {
            refills.arm(time());
        }
    }

    /** The store closes: others should not have to wait for what this replica holds. */
    void leave() {
        boolean begins;
        synchronized (this) {
            holdings.leave(time());
            begins = holdings.isLimited() && holdings.view.hasSeen() && refills.beginInAnyCase();
        }
        if (begins) {
            refills.run();
        }
    }

    private QuotaAccount successor() {
        store.forget(this);
        return store.account(key, limits);
    }
}
