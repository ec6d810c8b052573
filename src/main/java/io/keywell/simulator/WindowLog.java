package io.keywell.simulator;

import java.util.Arrays;

/**
 * What was spent during the last window, by the millisecond: a ring of at most one entry for each millisecond, so that
 * its size does not depend on the rate. An entry counts while it is younger than the window.
 */
final class WindowLog {

    private static final int FIRST_SIZE = 64;

    private final long windowMillis;
    private long[] times = new long[FIRST_SIZE];
    private long[] amounts = new long[FIRST_SIZE];
    private int oldest;
    private int size;
    private long sum;

    WindowLog(long windowMillis) {
        this.windowMillis = windowMillis;
    }

    void add(long amount, long now) {
        expire(now);
        if (size > 0 && times[index(size - 1)] == now) {
            amounts[index(size - 1)] += amount;
        } else {
            if (size == times.length) {
                grow();
            }
            size++;
            times[index(size - 1)] = now;
            amounts[index(size - 1)] = amount;
        }
        sum += amount;
    }

    long sum(long now) {
        expire(now);
        return sum;
    }

    /** Milliseconds until at least {@code excess} of the sum is forgotten; the whole sum when it is not that much. */
    long untilForgotten(long excess, long now) {
        expire(now);
        long left = excess;
        long at = now;
        for (int i = 0; i < size && left > 0; i++) {
            left -= amounts[index(i)];
            at = times[index(i)] + windowMillis;
        }
        return at - now;
    }

    /** Milliseconds until everything is forgotten. */
    long untilEmpty(long now) {
        expire(now);
        return size == 0 ? 0 : times[index(size - 1)] + windowMillis - now;
    }

    private void expire(long now) {
        while (size > 0 && times[oldest] <= now - windowMillis) {
            sum -= amounts[oldest];
            oldest = index(1);
            size--;
        }
    }

    private int index(int position) {
        return (oldest + position) & (times.length - 1);
    }

    private void grow() {
        times = unrolled(times);
        amounts = unrolled(amounts);
        oldest = 0;
    }

    private long[] unrolled(long[] ring) {
        long[] wider = Arrays.copyOfRange(ring, oldest, oldest + 2 * ring.length);
        System.arraycopy(ring, 0, wider, ring.length - oldest, oldest);
        return wider;
    }
}
