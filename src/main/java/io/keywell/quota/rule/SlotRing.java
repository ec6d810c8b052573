package io.keywell.quota.rule;

import org.jspecify.annotations.Nullable;

/**
 * What was granted in each slot that still counts, and its sum. The sum is kept, not recomputed: granting costs the same
 * however many slots a window has. The ring itself is made by the first grant, and gone when nothing is counted.
 */
final class SlotRing {

    private final WindowShape shape;
    private final int capacity;
    private @Nullable SparseCounts granted;
    private long oldest;
    private long newest;
    private long sum;

    /** What is granted already for the slot after the newest; not in the sum until time comes to it. */
    private long ahead;

    SlotRing(WindowShape shape, long nowMillis) {
        this.shape = shape;
        this.capacity = shape.capacity();
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
        SparseCounts ring = granted;
        if (ring != null && gone >= oldest) {
            int i = index(oldest);
            for (long slot = oldest, last = Math.min(gone, newest); slot <= last; slot++) {
                sum -= ring.get(i);
                ring.clear(i);
                i = next(i);
            }
            granted = sum == 0 ? null : ring;
        }
        oldest = Math.max(oldest, gone + 1);
        long now = shape.slots().at(nowMillis);
        if (now > newest) {
            moveTo(now);
        }
    }

    private void moveTo(long slot) {
        long granted = ahead;
        long grantedFor = newest + 1;
        newest = slot;
        ahead = 0;
        if (granted > 0 && grantedFor >= oldest) {
            put(grantedFor, granted);
        }
    }

    /** The next epoch millisecond at which {@link #advance} has something to do. */
    long nextChange() {
        return Math.min(shape.slots().start(newest + 1), shape.freeAt(oldest));
    }

    /** Counts in the current slot. */
    void add(long amount) {
        put(newest, amount);
    }

    /** Counts in the slot of an earlier time, if that still counts. */
    void addAt(long millis, long amount) {
        long slot = shape.slots().at(millis);
        if (slot >= oldest && slot <= newest) {
            put(slot, amount);
        }
    }

    /** Counts in the slot after the current one. */
    void addAhead(long amount) {
        ahead += amount;
    }

    private void put(long slot, long amount) {
        SparseCounts ring = granted;
        if (ring == null) {
            ring = new SparseCounts(capacity);
            granted = ring;
        }
        ring.add(index(slot), amount);
        sum += amount;
    }

    /** What counts when the slot after the current one begins. */
    long sumAhead() {
        return sum - returnedBy(shape.slots().start(newest + 1)) + ahead;
    }

    long ahead() {
        return ahead;
    }

    /** What is counted in a slot. */
    long in(long slot) {
        if (slot == newest + 1) {
            return ahead;
        }
        SparseCounts ring = granted;
        return ring == null || slot < oldest || slot > newest ? 0 : ring.get(index(slot));
    }

    /** Counts at least as much in every slot as another ring of this shape does. */
    void raiseTo(SlotRing other) {
        for (long slot = oldest; slot <= newest; slot++) {
            long more = other.in(slot) - in(slot);
            if (more > 0) {
                put(slot, more);
            }
        }
        ahead = Math.max(ahead, other.in(newest + 1));
    }

    /** Takes back from the slot of a grant what was not used; returns how much of it was still counted. */
    long giveBack(long grantedAtMillis, long amount) {
        return takeBack(shape.slots().at(grantedAtMillis), amount);
    }

    /** Takes back from a slot; returns how much of it was still counted. */
    long takeBack(long slot, long amount) {
        if (slot == newest + 1) {
            long back = Math.min(amount, ahead);
            ahead -= back;
            return back;
        }
        long back = Math.min(amount, in(slot));
        if (back > 0) {
            put(slot, -back);
        }
        return back;
    }

    /** The first epoch millisecond at which {@code missing} of what is counted now has come back; MAX = never. */
    long returnTime(long missing, long nowMillis) {
        if (missing <= 0) {
            return nowMillis;
        }
        SparseCounts ring = granted;
        if (missing > sum || ring == null) {
            return Long.MAX_VALUE;
        }
        long left = missing;
        int i = index(oldest);
        for (long slot = oldest; slot < newest; slot++) {
            left -= ring.get(i);
            if (left <= 0) {
                return shape.freeAt(slot);
            }
            i = next(i);
        }
        return shape.freeAt(newest);
    }

    /** How much of what is counted now will have come back by that time. */
    long returnedBy(long millis) {
        SparseCounts ring = granted;
        if (sum == 0 || ring == null) {
            return 0;
        }
        long gone = shape.goneAt(millis);
        if (gone >= newest) {
            return sum;
        }
        long back = 0;
        int i = index(oldest);
        for (long slot = oldest; slot <= gone; slot++) {
            back += ring.get(i);
            i = next(i);
        }
        return back;
    }

    /**
     * The clock was set back by so much: every slot gets the number that it would have had on the corrected clock, so
     * that nothing is held longer than its window. Rounded so that nothing comes back early either.
     */
    void stepBack(long millis) {
        long shift = shape.slots().within(millis);
        SparseCounts ring = granted;
        if (ring != null) {
            SparseCounts moved = new SparseCounts(capacity);
            for (long slot = oldest; slot <= newest; slot++) {
                long amount = ring.get(index(slot));
                if (amount != 0) {
                    moved.add(index(slot - shift), amount);
                }
            }
            granted = moved;
        }
        oldest -= shift;
        newest -= shift;
    }

    /** The counts, from the newest slot back; a run of empty slots is a zero and its length. */
    void write(Packed.Writer out) {
        out.number(ahead);
        long first = newest + 1;
        while (first > oldest && in(first - 1) == 0) {
            first--;
        }
        long last = oldest;
        while (last < first && in(last) == 0) {
            last++;
        }
        out.number(newest + 1 - first);
        out.number(first - last);
        for (long slot = first - 1; slot >= last; slot--) {
            long amount = in(slot);
            out.number(amount);
            if (amount == 0) {
                long run = slot;
                while (in(run - 1) == 0) {
                    run--;
                }
                out.number(slot - run);
                slot = run;
            }
        }
    }

    /** @param nowMillis the time to which the written one had advanced */
    static SlotRing read(Packed.Reader in, WindowShape shape, long nowMillis) {
        SlotRing ring = new SlotRing(shape, nowMillis);
        ring.ahead = in.number();
        int held = (int) (ring.newest - ring.oldest + 1);
        long slot = ring.newest - in.small(held);
        int left = in.small((int) (slot - ring.oldest + 1));
        while (left > 0) {
            long amount = in.number();
            int run = amount == 0 ? in.small(left - 1) : 0;
            if (amount > 0) {
                ring.put(slot, amount);
            }
            slot -= 1 + run;
            left -= 1 + run;
        }
        if (ring.sum < 0 || ring.sum + ring.ahead < 0) {
            throw new IllegalArgumentException("more is counted than there can be");
        }
        return ring;
    }

    private int index(long slot) {
        return (int) Math.floorMod(slot, (long) capacity);
    }

    private int next(int i) {
        return i + 1 == capacity ? 0 : i + 1;
    }
}
