package io.keywell.quota.rule;

import org.jspecify.annotations.Nullable;

/**
 * What was granted in each slot that still counts, and its sum. The sum is kept, not recomputed: granting costs the same
 * however many slots a window has. The ring itself is made by the first grant.
 */
final class SlotRing {

    private final WindowShape shape;
    private long @Nullable [] granted;
    private long oldest;
    private long newest;
    private long sum;

    SlotRing(WindowShape shape, long nowMillis) {
        this.shape = shape;
        this.oldest = shape.goneAt(nowMillis) + 1;
        this.newest = shape.slots().at(nowMillis);
    }

    WindowShape shape() {
        return shape;
    }

    /** Everything that is counted, beyond the limit too. */
    long sum() {
        return sum;
    }

    long newest() {
        return newest;
    }

    /** Lets go of the slots that no longer count. Time must not run backwards; see {@link #stepBack}. */
    void advance(long nowMillis) {
        long gone = shape.goneAt(nowMillis);
        if (granted != null && sum != 0) {
            int i = index(oldest);
            for (long slot = oldest, last = Math.min(gone, newest); slot <= last; slot++) {
                sum -= granted[i];
                granted[i] = 0;
                i = next(i, granted);
            }
        }
        oldest = Math.max(oldest, gone + 1);
        newest = Math.max(newest, shape.slots().at(nowMillis));
    }

    /** The next epoch millisecond at which {@link #advance} has something to do. */
    long nextChange() {
        return Math.min(shape.slots().start(newest + 1), shape.freeAt(oldest));
    }

    /** Counts in the current slot. */
    void add(long amount) {
        long[] ring = granted;
        if (ring == null) {
            ring = new long[shape.capacity()];
            granted = ring;
        }
        ring[index(newest)] += amount;
        sum += amount;
    }

    /** Takes back from the slot of a grant what was not used; returns how much of it was still counted. */
    long giveBack(long grantedAtMillis, long amount) {
        if (granted == null) {
            return 0;
        }
        long slot = shape.slots().at(grantedAtMillis);
        if (slot < oldest || slot > newest) {
            return 0;
        }
        int i = index(slot);
        long back = Math.min(amount, granted[i]);
        granted[i] -= back;
        sum -= back;
        return back;
    }

    /** The first epoch millisecond at which {@code missing} of what is counted now has come back; MAX = never. */
    long returnTime(long missing, long nowMillis) {
        if (missing <= 0) {
            return nowMillis;
        }
        if (missing > sum || granted == null) {
            return Long.MAX_VALUE;
        }
        long left = missing;
        int i = index(oldest);
        for (long slot = oldest; slot < newest; slot++) {
            left -= granted[i];
            if (left <= 0) {
                return shape.freeAt(slot);
            }
            i = next(i, granted);
        }
        return shape.freeAt(newest);
    }

    /** How much of what is counted now will have come back by that time. */
    long returnedBy(long millis) {
        if (sum == 0 || granted == null) {
            return 0;
        }
        long gone = shape.goneAt(millis);
        if (gone >= newest) {
            return sum;
        }
        long back = 0;
        int i = index(oldest);
        for (long slot = oldest; slot <= gone; slot++) {
            back += granted[i];
            i = next(i, granted);
        }
        return back;
    }

    /**
     * The clock was set back by so much: every slot gets the number that it would have had on the corrected clock, so
     * that nothing is held longer than its window. Rounded so that nothing comes back early either.
     */
    void stepBack(long millis) {
        long shift = shape.slots().within(millis);
        if (granted != null) {
            long[] moved = new long[granted.length];
            for (long slot = oldest; slot <= newest; slot++) {
                moved[index(slot - shift)] = granted[index(slot)];
            }
            granted = moved;
        }
        oldest -= shift;
        newest -= shift;
    }

    private int index(long slot) {
        return (int) Math.floorMod(slot, (long) shape.capacity());
    }

    private static int next(int i, long[] ring) {
        return i + 1 == ring.length ? 0 : i + 1;
    }
}
