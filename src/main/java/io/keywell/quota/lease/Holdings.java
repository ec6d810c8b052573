package io.keywell.quota.lease;

import io.keywell.catalog.Limits;
import io.keywell.core.Dimension;
import io.keywell.core.Observation;
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

    /** A clock that is further behind the cell's than this is wrong. */
    static final long CLOCK_STEP_MILLIS = 10_000;

    final Bucket bucket = new Bucket();
    final Seats seats;
    final Demand demand;
    final Lessee lessee;
    final View view;

    private final long replica;
    private final List<Observation> words = new ArrayList<>(0);
    private final @Nullable Fallback fallback;
    private @Nullable Need asked;
    private long changes;
    private long nowMillis;

    Holdings(long replica, Precision precision, RandomGenerator random, @Nullable Fallback fallback, long nowMillis) {
        this.fallback = fallback;
        this.replica = replica;
        this.seats = new Seats(replica);
        this.demand = new Demand(nowMillis);
        this.lessee = new Lessee(replica, bucket, demand, random);
        this.view = new View(precision, bucket, seats, nowMillis);
        this.nowMillis = nowMillis;
    }

    /** Whether the clock was set back so far that it was corrected: little steps are not followed. */
    boolean isCorrected(long epochMillis) {
        return nowMillis - epochMillis > CLOCK_STEP_MILLIS;
    }

    /** The clock was corrected: what is held belongs to slots that cannot be found any more. */
    void restart(long epochMillis) {
        nowMillis = epochMillis;
        view.restart(epochMillis);
        bucket.restart(epochMillis);
        demand.restart(epochMillis);
        lessee.restart();
        seats.restart();
    }

    /** Nothing more is expected here: the next change gives everything back. */
    void leave(long now) {
        demand.leave(now);
        seats.leave();
    }

    /** Brings time forward; it stays where it is when a clock steps back a little. */
    long timeAt(long epochMillis) {
        nowMillis = Math.max(nowMillis, epochMillis);
        return nowMillis;
    }

    /** Puts limits in force; returns whether one rose or went away. */
    boolean limit(Limits wanted, long nowMillis) {
        long before = seats.out().limit();
        long held = WindowCount.UNLIMITED;
        for (Limits.Limit limit : wanted.all()) {
            held = limit.dimension() == Dimension.CONCURRENT ? Math.min(limit.amount(), WindowCount.MOST) : held;
        }
        seats.limit(held);
        bucket.roll(nowMillis);
        boolean rose = view.limit(wanted, nowMillis) | held > before;
        bucket.follow(view.at(nowMillis), nowMillis);
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
        demand.tried(need.input(), need.output(), nowMillis);
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

    /**
     * Changes the copy of a cell as this replica wants it.
     *
     * @param must whether it is written in any case
     * @param openAt epoch milliseconds before which nothing is leased
     * @return null when there is nothing to write
     */
    @Nullable
    Change plan(SharedCell cell, boolean must, long openAt, long nowMillis, long nanos) {
        long writtenAt = cell.isStored() ? cell.timeMillis() : 0;
        long lifespan = cell.lifespanMillis();
        Change change = new Change(++changes, nowMillis, nanos);
        bucket.roll(nowMillis);
        demand.fold(nowMillis);
        lessee.handBackExcess(nowMillis);
        boolean write = must | giveBack(cell, change);
        noteUse(cell);
        cell.advance(nowMillis);
        cell.limit(view.limits());
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
        view.see(cell, writtenAt, lifespan);
        return null;
    }

    /** Seats and leases; whether the seats have to be written. */
    private boolean claim(SharedCell cell, Change change, long openAt) {
        ReplicaRow row = cell.touch(replica, change.id, change.atMillis);
        row.demand(demand.perSecond(), demand.part(change.atMillis));
        view.openAt(openAt);
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
            any |= cell.observe(word, view.spare(word.dimension()));
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
        view.see(cell, cell.timeMillis(), cell.lifespanMillis());
        return view.made(change.id, nowMillis);
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

    /** Whether nothing is held, owed or counted. */
    boolean isQuiet(long nowMillis) {
        bucket.roll(nowMillis);
        return bucket.isEmpty()
                && words.isEmpty()
                && seats.out().held() == 0
                && seats.dueMillis() == Long.MAX_VALUE
                && view.at(nowMillis).isQuiet();
    }
}
