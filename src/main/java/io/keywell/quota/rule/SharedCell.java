package io.keywell.quota.rule;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What replicas share of one limited thing: what was granted in each slot of each window, what providers said, which
 * replica holds what. A replica reads it, changes its copy and swaps it for the one that it read, or starts again.
 *
 * <p>Its time is the latest that any replica wrote, and never goes back. What is granted belongs to the slot that its time
 * is in, or to the one after it; so whatever the replicas' clocks say, no window of slots holds more than the limit.
 * Mutable, not safe for threads, knows no clock.
 */
public final class SharedCell {

    /** How much longer than anything counts in it a cell is kept. */
    private static final long SPARE_MILLIS = 120_000;

    private static final long MINUTE = 60_000;
    private static final int FORMAT = 1;
    private static final int MOST_WINDOWS = Dimension.values().length;

    private final Windows windows;
    private ReplicaRows rows = new ReplicaRows();
    private long incarnation;
    private long time;
    private long lostAt;
    private boolean reseeded;

    /** Whether it is one that the cluster has, changed or not. */
    private boolean stored;

    private SharedCell(Precision precision, long incarnation, long time) {
        this.windows = new Windows(precision);
        this.incarnation = incarnation;
        this.time = time;
    }

    /**
     * One in which nothing is counted.
     *
     * @param incarnation of the cluster's state
     */
    public static SharedCell empty(Precision precision, long incarnation, long nowMillis) {
        return new SharedCell(precision, incarnation, nowMillis);
    }

    /** Throws {@link IllegalArgumentException} when the bytes are no cell. */
    public static SharedCell decode(byte[] bytes, Precision precision) {
        Packed.Reader in = new Packed.Reader(bytes);
        if (in.byteValue() != FORMAT) {
            throw new IllegalArgumentException("not a cell of format " + FORMAT);
        }
        in.fixed();
        in.number();
        SharedCell cell = new SharedCell(precision, in.fixed(), in.number());
        cell.lostAt = in.number();
        cell.reseeded = in.small(1) == 1;
        for (int left = in.small(MOST_WINDOWS); left > 0; left--) {
            WindowCount window = WindowCount.read(in, cell.time);
            if (cell.find(window.dimension) != null) {
                throw new IllegalArgumentException("counted twice: " + window.dimension.key());
            }
            cell.windows.add(window);
        }
        cell.rows = ReplicaRows.read(in, cell.time);
        in.end();
        cell.stored = true;
        return cell;
    }

    /**
     * No two values that were ever written are the same: with the writer and its change in it, a success cannot be
     * taken for another writer's who wanted to write the same.
     */
    public byte[] encode(long replica, long change) {
        Packed.Writer out = new Packed.Writer();
        out.byteValue(FORMAT);
        out.fixed(replica);
        out.number(change);
        out.fixed(incarnation);
        out.number(time);
        out.number(lostAt);
        out.byteValue(reseeded ? 1 : 0);
        int kept = 0;
        for (WindowCount window : windows.all) {
            kept += window.limited() || !window.quiet() ? 1 : 0;
        }
        out.number(kept);
        for (WindowCount window : windows.all) {
            if (window.limited() || !window.quiet()) {
                window.write(out, time);
            }
        }
        rows.write(out, time);
        return out.toBytes();
    }

    /** Whether it was read, not made here. */
    public boolean isStored() {
        return stored;
    }

    public long incarnation() {
        return incarnation;
    }

    /** Epoch milliseconds of the latest change. */
    public long timeMillis() {
        return time;
    }

    /** Epoch milliseconds at which it was noticed that state was lost, while that closes anything; 0 = none was. */
    public long lostAtMillis() {
        return lostAt;
    }

    /** For how long from its time on anything counts in it, and longer. */
    public long lifespanMillis() {
        long last = time;
        for (WindowCount window : windows.all) {
            last = Math.max(last, window.wholeAt());
        }
        return last - time + SPARE_MILLIS;
    }

    /** Lets time pass; an earlier time changes nothing. */
    public void advance(long nowMillis) {
        time = Math.max(time, nowMillis);
        windows.advance(time);
        if (lostAt != 0 && time >= allOpenAt()) {
            lostAt = 0;
        }
    }

    /** For a copy that is looked at only: what counts is as it will be then, its time as it was written. */
    public void look(long nowMillis) {
        windows.advance(Math.max(time, nowMillis));
    }

    /** Puts limits in force; what is counted stays counted. Returns whether a limit rose or went away. */
    public boolean limit(Limits limits) {
        return windows.limit(limits, time);
    }

    /** All windows; the array is not to be changed. */
    public WindowCount[] windows() {
        return windows.all;
    }

    public @Nullable WindowCount find(Dimension dimension) {
        return windows.find(dimension);
    }

    /**
     * Takes a provider's word.
     *
     * @param unspent of what is counted: granted to this replica, but not used yet
     * @return whether anything changed
     */
    public boolean observe(Observation word, long unspent) {
        boolean tells = word.limit() >= 1 || word.remaining() >= 0;
        if (!tells || word.dimension() == Dimension.CONCURRENT) {
            return false;
        }
        WindowShape shape = WindowShape.of(word.dimension(), Window.SLIDING, windows.precision());
        WindowCount window = windows.of(word.dimension(), shape, time);
        long before = window.stamp();
        window.observe(word, unspent);
        return window.stamp() != before;
    }

    /** Remembers how much was really used at most of what is counted. */
    public void used(WindowCount window, long unspent) {
        window.used(unspent);
    }

    public @Nullable ReplicaRow row(long replica) {
        return rows.find(replica);
    }

    /** The replica's row, as written now by this change. */
    public ReplicaRow touch(long replica, long change, long nowMillis) {
        ReplicaRow row = rows.touch(replica, nowMillis);
        row.lastLease = change;
        return row;
    }

    /** What the others may have out at once. */
    public long heldByOthers(long replica) {
        return rows.heldByOthers(replica, time);
    }

    public boolean othersAreShort(long replica) {
        return rows.othersAreShort(replica, time);
    }

    /** Replicas that have been heard of lately. */
    public int replicas() {
        return rows.fresh(time);
    }

    /** The replica's place among them. */
    public int rank(long replica) {
        return rows.rank(replica, time);
    }

    public double share(long replica) {
        return rows.share(replica, time);
    }

    public double shareAhead(long replica, long beginMillis) {
        return rows.shareAhead(replica, beginMillis, time);
    }

    /**
     * State was lost: nothing is granted until what was spent before is out of every window, or known again.
     *
     * @param atMillis when it was noticed at the latest
     * @return whether that closes anything that was open
     */
    public boolean lose(long atMillis) {
        long before = lostAt;
        lostAt = Math.max(lostAt, atMillis);
        if (lostAt == before || time >= allOpenAt()) {
            lostAt = before;
            return false;
        }
        return true;
    }

    /**
     * Goes on in another incarnation.
     *
     * @param remembered what the cell was before, as a replica last saw it; null when it does not know
     */
    public void recover(long newIncarnation, @Nullable SharedCell remembered) {
        incarnation = newIncarnation;
        if (remembered == null) {
            return;
        }
        remembered.windows.advance(time);
        for (WindowCount window : remembered.windows.all) {
            windows.of(window.dimension, window.shape(), time).raiseTo(window);
        }
        reseeded = true;
    }

    /** Goes on with the limits that another cell had learned. */
    public void learnFrom(SharedCell other) {
        for (WindowCount window : other.windows.all) {
            if (window.learned()) {
                windows.of(window.dimension, window.shape(), time).learnFrom(window);
            }
        }
    }

    /** Epoch milliseconds until which nothing of a window is granted, because what was spent is not known; 0 = open. */
    public long closedUntil(WindowCount window) {
        if (lostAt == 0) {
            return 0;
        }
        WindowShape shape = window.shape();
        if (window.dimension == Dimension.BUDGET || (window.dimension.isLong() && reseeded)) {
            // To refuse everything for a month would be worse than to forget money that no replica remembers.
            return lostAt + MINUTE;
        }
        if (window.dimension.isLong() && !shape.slides()) {
            return shape.freeAt(shape.slots().at(lostAt));
        }
        return lostAt + shape.periodMillis();
    }

    /** The same for what is out at once: until then every replica that lives has said again what it holds. */
    public long heldClosedUntil() {
        return lostAt == 0 ? 0 : lostAt + ReplicaRows.HELD_MILLIS;
    }

    private long allOpenAt() {
        long open = heldClosedUntil();
        for (WindowCount window : windows.all) {
            open = Math.max(open, closedUntil(window));
        }
        return open;
    }

    /** Whether nothing is counted. */
    public boolean isQuiet() {
        boolean quiet = true;
        for (WindowCount window : windows.all) {
            quiet &= window.quiet();
        }
        return quiet;
    }
}
