package io.keywell.quota.lease;

import io.keywell.quota.rule.HeldCount;
import io.keywell.quota.rule.ReplicaRow;
import io.keywell.quota.rule.SharedCell;

/**
 * How many requests may be out at once on this replica: seats that it has claimed in the shared cell and keeps by being
 * heard of. More are claimed than used, but of small limits, where each request claims its own. Guarded by its account's
 * lock.
 */
final class Seats {

    private static final long BEAT_MILLIS = 2_000;
    private static final long IDLE_MILLIS = 1_000;

    /** Others count on it that a replica which was not heard of for so long admits nothing more. */
    private static final long TTL_NANOS = 15_000_000_000L;

    private final long replica;
    private final HeldCount out = new HeldCount();
    private long claimed;
    private long beatNanos;
    private long beatMillis;

    /** The most that were out since the last beat. */
    private long peak;

    /** Each request claims its own seat. */
    private boolean singly;

    Seats(long replica) {
        this.replica = replica;
    }

    HeldCount out() {
        return out;
    }

    boolean limited() {
        return out.limited();
    }

    /** What is claimed beyond a lower limit is not used any more. */
    void limit(long limit) {
        out.limit(limit);
        claimed = Math.min(claimed, Math.max(out.held(), limit));
    }

    /** Whether one more may go out. */
    boolean fit(long nanos) {
        return out.held() < claimed && out.fits() && nanos - beatNanos < TTL_NANOS;
    }

    void take() {
        out.take();
        peak = Math.max(peak, out.held());
    }

    /** Returns whether the seat should be given back at once. */
    boolean end() {
        out.end();
        return singly && claimed > out.held();
    }

    /**
     * Claims seats in the cell or gives some back.
     *
     * @param asked whether a request was turned away for want of a seat
     * @return whether the cell has to be written for it
     */
    boolean plan(SharedCell cell, ReplicaRow row, Change change, boolean asked, boolean open) {
        if (!out.limited()) {
            boolean had = row.held() > 0;
            claimed = 0;
            row.held(0, false);
            return had;
        }
        out.others(cell.heldByOthers(replica));
        singly = out.limit() <= 2L * cell.replicas();
        boolean due = change.atMillis >= dueMillis();
        long room = open ? Math.max(out.held(), out.left() + out.held()) : out.held();
        long wanted = Math.max(out.held(), Math.min(room, wanted(cell, asked, due, room)));
        boolean tooFew = asked && wanted <= out.held();
        boolean write = due || wanted != row.held() || tooFew != row.shortOfHeld();
        // What is given back is not used while the change is under way; what is claimed is used when it was made.
        claimed = Math.min(claimed, wanted);
        row.held(wanted, tooFew);
        change.claims = wanted;
        peak = due ? out.held() : peak;
        return write;
    }

    private long wanted(SharedCell cell, boolean asked, boolean due, long room) {
        long needed = out.held() + (asked ? 1 : 0);
        boolean spares = !singly && !cell.othersAreShort(replica);
        if (asked) {
            return spares ? needed + Math.max(0, room - needed) / (2L * Math.max(1, cell.replicas())) : needed;
        }
        long used = peak == 0 ? 0 : Math.max(needed, peak + 1);
        return spares ? (due ? Math.min(claimed, used) : claimed) : needed;
    }

    /** A change was made: this replica was heard of, and has what it claimed. */
    void made(Change change) {
        claimed = out.limited() ? Math.max(claimed, change.claims) : 0;
        beatNanos = change.atNanos;
        beatMillis = change.atMillis;
    }

    /** Nothing more is expected. */
    void leave() {
        peak = out.held();
        beatMillis = 0;
    }

    /** The clock was corrected. */
    void restart() {
        beatMillis = 0;
    }

    /** When to say something about seats, in epoch milliseconds; MAX = nothing is claimed. */
    long dueMillis() {
        if (!out.limited() || Math.max(claimed, out.held()) == 0) {
            return Long.MAX_VALUE;
        }
        return beatMillis + (claimed > out.held() ? IDLE_MILLIS : BEAT_MILLIS);
    }
}
