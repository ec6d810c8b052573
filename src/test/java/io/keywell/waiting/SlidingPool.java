package io.keywell.waiting;

/** At most so many in any window of that length, to the millisecond: the strictest limiter that a provider may have. */
final class SlidingPool {

    private final long[] grantedAt;
    private final long windowMillis;
    private int oldest;
    private int used;
    private long grants;

    SlidingPool(int limit, long windowMillis) {
        this.grantedAt = new long[limit];
        this.windowMillis = windowMillis;
    }

    boolean take(long now) {
        expire(now);
        if (used == grantedAt.length) {
            return false;
        }
        grantedAt[(oldest + used++) % grantedAt.length] = now;
        grants++;
        return true;
    }

    /** The latest grant comes back. */
    void giveBack() {
        used--;
        grants--;
    }

    long earliest(long now) {
        expire(now);
        return used < grantedAt.length ? now : grantedAt[oldest] + windowMillis;
    }

    int free(long now) {
        expire(now);
        return grantedAt.length - used;
    }

    long grants() {
        return grants;
    }

    /** As if each place were taken again the moment that it is free. */
    long grantable(long now, long until, long enough) {
        expire(now);
        long count = (grantedAt.length - used) * ((until - now) / windowMillis + 1);
        for (int i = 0; i < used && count < enough; i++) {
            long back = grantedAt[(oldest + i) % grantedAt.length] + windowMillis;
            if (back > until) {
                break;
            }
            count += (until - back) / windowMillis + 1;
        }
        return Math.min(count, enough);
    }

    private void expire(long now) {
        while (used > 0 && grantedAt[oldest] + windowMillis <= now) {
            oldest = (oldest + 1) % grantedAt.length;
            used--;
        }
    }
}
