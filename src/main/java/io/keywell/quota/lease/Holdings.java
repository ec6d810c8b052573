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
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a replica holds of one limited thing, and how it changes the shared cell: plans a {@link Change} on a copy of the
 * cell, and takes over what came of it. Knows no cluster and no clock. Guarded by its account's lock.
 */
final class Holdings {

    /** What was not asked for during this time is handed back. */
    static final long IDLE_MILLIS = 750;

    /** A clock that is further behind the cell's than this is wrong. */
    static final long CLOCK_STEP_MILLIS = 10_000;

    /** How much earlier than it can vanish by itself a cell that is gone is taken to be lost. */
    private static final long SURELY_MILLIS = 60_000;

    final Bucket bucket = new Bucket();
    final Seats seats;
    final Demand demand;
    final Lessee lessee;

    private final long replica;
    private final Precision precision;
    private final List<Observation> words = new ArrayList<>(0);
    private final @Nullable Fallback fallback;
    private Limits limits = Limits.NONE;
    private SharedCell seen;
    private long rememberedUntil;
    private long openAtMillis;
    private long changes;
    private @Nullable Need asked;
    private long usedAtMillis;
    private long madeAtMillis;
    private long nowMillis;

    Holdings(long replica, Precision precision, RandomGenerator random, @Nullable Fallback fallback, long nowMillis) {
        this.fallback = fallback;
        this.replica = replica;
        this.seats = new Seats(replica);
        this.demand = new Demand(nowMillis);
        this.lessee = new Lessee(replica, bucket, demand, random);
        this.seen = SharedCell.empty(precision, 0, nowMillis);
        this.usedAtMillis = nowMillis;
        this.nowMillis = nowMillis;
        this.precision = precision;
    }

    /**
     * Brings time forward. A clock that steps back a little is not followed: permits are used rather later than too
     * early. One that steps back far was corrected, and what is held belongs to slots that cannot be found any more.
     */
    long timeAt(long epochMillis) {
        if (nowMillis - epochMillis > CLOCK_STEP_MILLIS) {
            nowMillis = epochMillis;
            bucket.restart(epochMillis);
        }
        nowMillis = Math.max(nowMillis, epochMillis);
        return nowMillis;
    }

    /** Puts limits in force; returns whether one rose or went away. */
    boolean limit(Limits wanted, long nowMillis) {
        limits = wanted;
        long before = seats.out().limit();
        long held = WindowCount.UNLIMITED;
        for (Limits.Limit limit : wanted.all()) {
            held = limit.dimension() == Dimension.CONCURRENT ? Math.min(limit.amount(), WindowCount.MOST) : held;
        }
        seats.limit(held);
        bucket.roll(nowMillis);
        seen.look(nowMillis);
        boolean rose = seen.limit(wanted) | held > before;
        bucket.follow(seen, nowMillis);
        return rose;
    }

    /** Whether anything is limited: else the cluster has nothing to do with it. */
    boolean isLimited() {
        return seats.limited() || bucket.isLimited();
    }

    boolean fits(Need need, long nanos) {
        return (!seats.limited() || seats.fit(nanos)) && bucket.fits(need);
    }

    /** A request came; time has been brought up to now. */
    void tried(Need need, long nowMillis) {
        usedAtMillis = nowMillis;
        demand.tried(need.input(), need.output());
    }

    long usedAtMillis() {
        return usedAtMillis;
    }

    /** A need was turned away: the next change leases for it. */
    void ask(Need need) {
        asked = need;
    }

    @Nullable
    Need asked() {
        return asked;
    }

    void answered() {
        asked = null;
    }

    /** Whether the word says anything that is not known yet. */
    boolean isNews(Observation word, long nowMillis) {
        seen.look(nowMillis);
        WindowCount window = seen.find(word.dimension());
        return window == null ? word.limit() >= 1 : window.wouldChange(word, unspent(word.dimension()));
    }

    /** A provider's word for the next change to pass on; of two about a dimension the one that leaves less. */
    void hear(Observation word) {
        for (int i = 0; i < words.size(); i++) {
            Observation other = words.get(i);
            if (other.dimension() == word.dimension()) {
                boolean lower =
                        other.remaining() < 0 || (word.remaining() >= 0 && word.remaining() < other.remaining());
                Observation less = lower ? word : other;
                words.set(i, new Observation(word.dimension(), word.limit(), less.remaining(), less.resetAtMillis()));
                return;
            }
        }
        words.add(word);
    }

    boolean hasWords() {
        return !words.isEmpty();
    }

    private long unspent(Dimension dimension) {
        for (Stock stock : bucket.stocks()) {
            if (stock.dimension == dimension) {
                return stock.limited() ? stock.spare() : 0;
            }
        }
        return 0;
    }

    /**
     * Changes the copy of a cell as this replica wants it.
     *
     * @param must whether it is written in any case
     * @param openAt epoch milliseconds before which nothing is leased
     * @return null when there is nothing to write
     */
    @Nullable
    Change plan(SharedCell cell, boolean must, long openAt, long nowMillis, long nanos) {
        long keptUntil = cell.timeMillis() + cell.lifespanMillis();
        Change change = new Change(++changes, nowMillis, nanos);
        bucket.roll(nowMillis);
        demand.fold(nowMillis);
        lessee.handBackExcess(nowMillis - usedAtMillis);
        boolean write = must | giveBack(cell, change);
        noteUse(cell);
        cell.advance(nowMillis);
        cell.limit(limits);
        bucket.follow(cell, nowMillis);
        write |= own(cell, change) | passOn(cell, change);
        bucket.follow(cell, nowMillis);
        handBackOverdrawn(cell);
        write |= giveBack(cell, change);
        write |= claim(cell, change, openAt);
        if (write || change.leases()) {
            return change;
        }
        lessee.leasedAhead(change);
        see(cell, keptUntil);
        return null;
    }

    /** Seats and leases; returns whether the seats have to be written. */
    private boolean claim(SharedCell cell, Change change, long openAt) {
        ReplicaRow row = cell.touch(replica, change.id, change.atMillis);
        row.demand(demand.perSecond(), demand.part(change.atMillis));
        openAtMillis = openAt;
        boolean onTime = cell.timeMillis() - change.atMillis <= CLOCK_STEP_MILLIS;
        boolean open = onTime && change.atMillis >= openAt;
        boolean seatAsked = asked != null && !seats.fit(change.atNanos);
        boolean seatsOpen = open && cell.timeMillis() >= cell.heldClosedUntil();
        boolean write = seats.plan(cell, row, change, seatAsked, seatsOpen);
        if (open) {
            lessee.lease(cell, change, asked, change.atMillis);
        }
        return write;
    }

    private boolean giveBack(SharedCell cell, Change change) {
        boolean any = false;
        for (Stock stock : bucket.stocks()) {
            WindowCount window = cell.find(stock.dimension);
            if (window != null && window.shape().equals(stock.shape())) {
                any |= giveBack(window, stock, change);
            }
            stock.unspent.clear();
        }
        return any;
    }

    private static boolean giveBack(WindowCount window, Stock stock, Change change) {
        SlotAmounts unspent = stock.unspent;
        boolean any = false;
        for (int i = 0; i < unspent.size(); i++) {
            if (unspent.amountAt(i) > 0 && window.takeBack(unspent.slotAt(i), unspent.amountAt(i)) > 0) {
                change.of(stock).returned.add(unspent.slotAt(i), unspent.amountAt(i));
                any = true;
            }
        }
        return any;
    }

    private void noteUse(SharedCell cell) {
        for (Stock stock : bucket.stocks()) {
            WindowCount window = cell.find(stock.dimension);
            if (window != null && stock.limited()) {
                cell.used(window, stock.have());
            }
        }
    }

    private boolean own(SharedCell cell, Change change) {
        boolean any = false;
        for (Stock stock : bucket.stocks()) {
            WindowCount window = cell.find(stock.dimension);
            long owed = window == null ? 0 : stock.takeOwed();
            if (window != null && owed > 0) {
                window.add(owed);
                change.of(stock).owed += owed;
                any = true;
            }
        }
        return any;
    }

    private boolean passOn(SharedCell cell, Change change) {
        boolean any = false;
        for (Observation word : words) {
            long before = limit(cell, word.dimension());
            any |= cell.observe(word, unspent(word.dimension()));
            change.raises |= limit(cell, word.dimension()) > before;
        }
        change.words.addAll(words);
        words.clear();
        return any;
    }

    private static long limit(SharedCell cell, Dimension dimension) {
        WindowCount window = cell.find(dimension);
        return window == null ? WindowCount.UNLIMITED : window.limit();
    }

    /** A limit was lowered, or others use it too: what is leased beyond it is not used. */
    private void handBackOverdrawn(SharedCell cell) {
        for (Stock stock : bucket.stocks()) {
            WindowCount window = cell.find(stock.dimension);
            if (window != null && stock.limited() && window.slot() == stock.slot() && window.leasable() < 0) {
                stock.handBackBeyond(Math.max(0, stock.have() + window.leasable()));
            }
        }
    }

    /** The change was made; returns when the one before was, 0 = never. */
    long made(Change change, SharedCell cell, long nowMillis) {
        claimed(change);
        lessee.leasedAhead(change);
        lessee.setLow(nowMillis);
        see(cell, cell.timeMillis() + cell.lifespanMillis());
        long before = madeAtMillis;
        madeAtMillis = nowMillis;
        return before;
    }

    /** It turned out that the change was made. */
    void claimed(Change change) {
        bucket.roll(nowMillis);
        change.made();
        seats.made(change);
        if (fallback != null) {
            for (Change.Part part : change.parts) {
                fallback.leased(part.stock.dimension, part.leased.total(), nowMillis);
            }
        }
    }

    /** The change was not made and never will be. */
    void unmade(Change change) {
        change.unmade();
        words.addAll(change.words);
    }

    /** What came of the change is not known and never will be. */
    void lost(Change change) {
        change.lost();
        words.addAll(change.words);
    }

    private void see(SharedCell cell, long keptUntil) {
        seen = cell;
        rememberedUntil = keptUntil - SURELY_MILLIS;
    }

    /** The cell as it was last seen. */
    SharedCell seen() {
        return seen;
    }

    /** Whether a cell in this incarnation was seen that must still be there. */
    boolean remembers(Incarnation incarnation, long nowMillis) {
        return rememberedUntil != 0 && seen.incarnation() == incarnation.id() && nowMillis < rememberedUntil;
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
        boolean closes = cell.lose(Math.max(incarnation.lostAtMillis(), lost ? nowMillis : 0));
        boolean tells = lost || outlived(incarnation);
        boolean old = cell.incarnation() != incarnation.id();
        if (tells || old) {
            cell.recover(incarnation.id(), tells && rememberedUntil != 0 ? seen : null);
        }
        return closes || tells || old;
    }

    /** Why a need that does not fit was turned away, and until when, as far as is known here. */
    Denied denial(Need need, long nowMillis, long nanos) {
        seen.look(nowMillis);
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

    /** Whether nothing is held, owed or counted. */
    boolean isQuiet(long nowMillis) {
        seen.look(nowMillis);
        return bucket.isEmpty()
                && words.isEmpty()
                && seats.out().held() == 0
                && seats.dueMillis() == Long.MAX_VALUE
                && seen.isQuiet();
    }
}
