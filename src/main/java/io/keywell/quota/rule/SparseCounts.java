package io.keywell.quota.rule;

import org.jspecify.annotations.Nullable;

/**
 * A count for each place, most of them zero: memory is taken for sixteen places at a time, by the first count, and given
 * back once they are cleared up to their end. Ten thousand limited things that are used now and then are mostly this.
 */
final class SparseCounts {

    private static final int BITS = 4;
    private static final int PART = 1 << BITS;

    private final int places;
    private final long[] @Nullable [] parts;

    SparseCounts(int places) {
        this.places = places;
        this.parts = new long[(places + PART - 1) >>> BITS][];
    }

    long get(int place) {
        long[] part = parts[place >>> BITS];
        return part == null ? 0 : part[place & PART - 1];
    }

    void add(int place, long amount) {
        long[] part = parts[place >>> BITS];
        if (part == null) {
            part = new long[Math.min(PART, places - (place & -PART))];
            parts[place >>> BITS] = part;
        }
        part[place & PART - 1] += amount;
    }

    void clear(int place) {
        long[] part = parts[place >>> BITS];
        if (part == null) {
            return;
        }
        int in = place & PART - 1;
        part[in] = 0;
        if (in == part.length - 1 && isZero(part)) {
            parts[place >>> BITS] = null;
        }
    }

    private static boolean isZero(long[] part) {
        for (long count : part) {
            if (count != 0) {
                return false;
            }
        }
        return true;
    }
}
