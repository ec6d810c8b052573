package io.keywell.quota.lease;

import io.keywell.catalog.Limits;
import io.keywell.core.Dimension;
import io.keywell.core.Observation;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.rule.Precision;
import io.keywell.quota.rule.ReplicaRow;
import io.keywell.quota.rule.SharedCell;
import io.keywell.quota.rule.WindowCount;

/**
 * The shared cell as this replica last saw it, with what it holds itself: good for denials and forecasts, never for
 * granting. What is remembered of a state that the cluster has lost comes from here as well. Guarded by its account's lock.
 */
final class View {

    /** How much earlier than it can vanish by itself a cell that is gone is taken to be lost. */
    private static final long SURELY_MILLIS = 60_000;

    private static final long ROW_MILLIS = 30_000;

    private final Precision precision;
    private final Bucket bucket;
    private final Seats seats;
    private Limits limits = Limits.NONE;
    private SharedCell seen;
    private long rememberedUntil;
    /** Of what was seen: its time as it was written, and when state was lost that it speaks of. */
    private long writtenMillis;

    private long lostAtMillis;
    private long madeChange;
    private long madeMillis;
    private long openAtMillis;

    View(Precision precision, Bucket bucket, Seats seats, long nowMillis) {
        this.precision = precision;
        this.bucket = bucket;
        this.seats = seats;
        this.seen = SharedCell.empty(precision, 0, nowMillis);
    }

    /** Puts limits in force; returns whether one rose or went away. */
    boolean limit(Limits wanted, long nowMillis) {
        limits = wanted;
        return at(nowMillis).limit(wanted);
    }

    Limits limits() {
        return limits;
    }

    /** The cell as it was last seen, with what counts of it now. */
    SharedCell at(long nowMillis) {
        seen.look(nowMillis);
        return seen;
    }

    /**
     * The cell is like this.
     *
     * @param writtenAt its time as it is written; 0 = the cluster has none
     * @param lifespan milliseconds after which it can vanish by itself
     */
    void see(SharedCell cell, long writtenAt, long lifespan) {
        seen = cell;
        writtenMillis = writtenAt;
        lostAtMillis = Math.max(lostAtMillis, cell.lostAtMillis());
        seen.limit(limits);
        rememberedUntil = writtenAt == 0 ? 0 : writtenAt + lifespan - SURELY_MILLIS;
    }

    /** Nothing is leased before this time. */
    void openAt(long millis) {
        openAtMillis = millis;
    }

    /** Of what a window counts: leased here and not used. */
    long spare(Dimension dimension) {
        for (Stock stock : bucket.stocks()) {
            if (stock.dimension == dimension) {
                return stock.limited() ? stock.spare() : 0;
            }
        }
        return 0;
    }

    /** Whether the word says anything that is not known yet. */
    boolean isNews(Observation word, long nowMillis) {
        WindowCount window = at(nowMillis).find(word.dimension());
        return window == null ? word.limit() >= 1 : window.wouldChange(word, spare(word.dimension()));
    }

    /** Whether a cell in this incarnation was seen that must still be there. */
    boolean remembers(Incarnation incarnation, long nowMillis) {
        return rememberedUntil != 0 && seen.incarnation() == incarnation.id() && nowMillis < rememberedUntil;
    }

    /**
     * Whether the cluster went back: the cell is older than it was, or lacks the last change that this replica made. The
     * row of one that was heard of so lately is in it.
     */
    boolean sawMoreThan(SharedCell cell, long replica, long nowMillis) {
        if (!hasSeen() || seen.incarnation() != cell.incarnation()) {
            return false;
        }
        ReplicaRow row = cell.row(replica);
        boolean lacksOurs = row == null ? nowMillis < madeMillis + ROW_MILLIS : row.lastLease() < madeChange;
        return lacksOurs || cell.timeMillis() < writtenMillis;
    }

    /** A change of this replica was made; returns when the one before was, 0 = never. */
    long made(long change, long nowMillis) {
        long before = madeMillis;
        madeChange = change;
        madeMillis = nowMillis;
        return before;
    }

    /** The clock was corrected. */
    void restart(long nowMillis) {
        madeMillis = Math.min(madeMillis, nowMillis);
    }

    /** Whether anything was ever seen that others may want to know after a loss. */
    boolean hasSeen() {
        return rememberedUntil != 0;
    }

    /** Whether what was seen is of a state that the cluster has lost. */
    boolean outlived(Incarnation incarnation) {
        return rememberedUntil != 0 && seen.incarnation() != incarnation.id();
    }

    SharedCell newCell(Incarnation incarnation, long nowMillis) {
        SharedCell cell = SharedCell.empty(precision, incarnation.id(), nowMillis);
        cell.learnFrom(seen);
        return cell;
    }

    /**
     * Says in the cell that state was lost, and again what is remembered of it.
     *
     * @param lost whether just this cell was lost
     * @return whether the cell has to be written
     */
    boolean recover(SharedCell cell, Incarnation incarnation, boolean lost, long nowMillis) {
        cell.limit(limits);
        boolean toldOfLoss = hasSeen() && cell.lostAtMillis() > lostAtMillis;
        boolean closes = cell.lose(Math.max(incarnation.lostAtMillis(), lost ? nowMillis : 0));
        boolean tells = lost || closes || toldOfLoss || outlived(incarnation);
        boolean old = cell.incarnation() != incarnation.id();
        if (tells || old) {
            cell.recover(incarnation.id(), tells && hasSeen() ? seen : null);
        }
        return closes || tells || old;
    }

    /** Why a need that does not fit was turned away, and until when, as far as is known here. */
    Denied denial(Need need, long nowMillis, long nanos) {
        at(nowMillis);
        Dimension last = Dimension.CONCURRENT;
        long at = seats.limited() && !seats.fit(nanos) ? seats.out().expectedFreeAt(nowMillis) : nowMillis;
        for (Stock stock : bucket.stocks()) {
            long amount = stock.amount(need.input(), need.output(), need.capped());
            WindowCount window = seen.find(stock.dimension);
            if (window != null && !stock.fits(amount)) {
                long free = freeAt(stock, window, amount);
                if (free >= at) {
                    last = stock.dimension;
                    at = free;
                }
            }
        }
        return new Denied(last, Math.max(at, openAtMillis));
    }

    private long freeAt(Stock stock, WindowCount window, long amount) {
        long free = Math.max(window.freeAt(amount, stock.spare()), seen.closedUntil(window));
        return stock.have(stock.slot() + 1) >= amount ? Math.min(free, stock.endMillis()) : free;
    }

    /** Whether the cell had nothing more for a need like this when it was last seen. */
    boolean isExhausted(Need need, long nowMillis) {
        at(nowMillis);
        for (Stock stock : bucket.stocks()) {
            WindowCount window = seen.find(stock.dimension);
            long amount = stock.amount(need.input(), need.output(), need.capped());
            if (window != null && window.limited() && amount > window.leasable()) {
                return true;
            }
        }
        return false;
    }
}
