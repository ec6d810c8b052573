package io.keywell.quota.lease;

import io.keywell.core.QuotaKey;
import io.keywell.quota.rule.ReplicaRow;
import io.keywell.quota.rule.SharedCell;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of which nobody knows whether they were made, or will be. The cell tells: it names the last change of each
 * replica, and once it has another version than the one that a change replaces, the change is either made or never will
 * be. Until then what it leased and gave back is used by nobody. Guarded by its account's lock.
 */
final class Limbo {

    /** A replica's row may have been dropped from the cell when it was not heard of for longer. */
    private static final long CERTAIN_MILLIS = 60_000;

    private final QuotaKey key;
    private final Holdings holdings;
    private final LeaseObserver observer;
    private final List<Change> changes = new ArrayList<>(1);

    Limbo(QuotaKey key, Holdings holdings, LeaseObserver observer) {
        this.key = key;
        this.holdings = holdings;
        this.observer = observer;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Another replica was faster, or a first try of ours was that nobody answered for. */
    void add(Change change) {
        changes.add(change);
    }

    void forfeit(Change change) {
        changes.add(change);
        for (Change.Part part : change.parts) {
            if (!part.leased.isEmpty()) {
                observer.forfeited(key, part.stock.dimension, part.leased.total());
            }
        }
    }

    /**
     * The cell was read.
     *
     * @param version -1 = there is none
     */
    void settle(@Nullable SharedCell cell, long version, long replica, long nowMillis) {
        ReplicaRow row = cell == null ? null : cell.row(replica);
        boolean certain = true;
        for (Change change : changes) {
            certain &= nowMillis - change.atMillis < CERTAIN_MILLIS;
        }
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            if (row != null && row.lastLease() == change.id) {
                changes.remove(i);
                made(change);
            } else if (version != change.version) {
                changes.remove(i);
                if (row == null && !certain) {
                    holdings.lost(change);
                } else {
                    holdings.unmade(change);
                }
            }
        }
    }

    private void made(Change change) {
        for (Change.Part part : change.parts) {
            if (!part.leased.isEmpty()) {
                observer.claimed(key, part.stock.dimension, part.leased.total());
            }
        }
        holdings.claimed(change);
    }

    /** Another change of the version that they would have replaced was made. */
    void superseded() {
        changes.forEach(holdings::unmade);
        changes.clear();
    }

    /** The state to which they belonged is gone. */
    void lost() {
        changes.forEach(holdings::lost);
        changes.clear();
    }
}
