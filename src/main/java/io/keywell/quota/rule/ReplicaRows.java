package io.keywell.quota.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The replicas that a shared cell knows, by their numbers. */
final class ReplicaRows {

    /** For so long a replica that is not heard of may still use what it holds; its own clock is a little stricter. */
    static final long HELD_MILLIS = 16_000;

    /** For so long it is known what a replica has last changed. */
    private static final long KEPT_MILLIS = 120_000;

    /** For so long its demand is taken to last. */
    private static final long FRESH_MILLIS = 3_000;

    private static final int MOST_ROWS = 10_000;

    private final List<ReplicaRow> rows = new ArrayList<>(4);

    @Nullable
    ReplicaRow find(long id) {
        for (ReplicaRow row : rows) {
            if (row.id == id) {
                return row;
            }
        }
        return null;
    }

    /** Its row, made if there is none. What others left behind long ago is dropped. */
    ReplicaRow touch(long id, long nowMillis) {
        rows.removeIf(row -> row.id != id && nowMillis - row.seenMillis > KEPT_MILLIS);
        ReplicaRow row = find(id);
        if (row == null) {
            row = new ReplicaRow(id);
            rows.add(row);
            rows.sort((one, other) -> Long.compare(one.id, other.id));
        }
        row.seenMillis = nowMillis;
        return row;
    }

    long heldByOthers(long id, long nowMillis) {
        long held = 0;
        for (ReplicaRow row : rows) {
            held += row.id != id && nowMillis - row.seenMillis <= HELD_MILLIS ? row.held : 0;
        }
        return held;
    }

    boolean othersAreShort(long id, long nowMillis) {
        for (ReplicaRow row : rows) {
            if (row.id != id && row.shortOfHeld && isFresh(row, nowMillis)) {
                return true;
            }
        }
        return false;
    }

    int fresh(long nowMillis) {
        int fresh = 0;
        for (ReplicaRow row : rows) {
            fresh += isFresh(row, nowMillis) ? 1 : 0;
        }
        return fresh;
    }

    /** How many of the fresh ones have smaller numbers. */
    int rank(long id, long nowMillis) {
        int rank = 0;
        for (ReplicaRow row : rows) {
            rank += row.id < id && isFresh(row, nowMillis) ? 1 : 0;
        }
        return rank;
    }

    /** The replica's part of what is left now, 0..1. */
    double share(long id, long nowMillis) {
        ReplicaRow own = find(id);
        return own == null ? 1 : Math.min(1, weight(own, totalDemand(nowMillis), fresh(nowMillis)));
    }

    /** The replica's part of what is left for the slot that begins then: those who have theirs already ask for no more. */
    double shareAhead(long id, long beginMillis, long nowMillis) {
        ReplicaRow own = find(id);
        double demand = totalDemand(nowMillis);
        int fresh = fresh(nowMillis);
        double all = 0;
        for (ReplicaRow row : rows) {
            boolean waits = row == own || (isFresh(row, nowMillis) && row.leasedUntilMillis <= beginMillis);
            all += waits ? weight(row, demand, fresh) : 0;
        }
        return own == null || all <= 0 ? 1 : weight(own, demand, fresh) / all;
    }

    private static double weight(ReplicaRow row, double demand, int fresh) {
        if (row.hasPart()) {
            return row.part();
        }
        return demand > 0 ? row.perSecond() / demand : 1.0 / Math.max(1, fresh);
    }

    private double totalDemand(long nowMillis) {
        double all = 0;
        for (ReplicaRow row : rows) {
            all += isFresh(row, nowMillis) ? row.perSecond() : 0;
        }
        return all;
    }

    private static boolean isFresh(ReplicaRow row, long nowMillis) {
        return nowMillis - row.seenMillis <= FRESH_MILLIS;
    }

    void write(Packed.Writer out, long nowMillis) {
        out.number(rows.size());
        for (ReplicaRow row : rows) {
            row.write(out, nowMillis);
        }
    }

    static ReplicaRows read(Packed.Reader in, long nowMillis) {
        ReplicaRows read = new ReplicaRows();
        for (int left = in.small(MOST_ROWS); left > 0; left--) {
            read.rows.add(ReplicaRow.read(in, nowMillis));
        }
        return read;
    }
}
