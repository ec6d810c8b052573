package io.keywell.waiting;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * The retry times that one consumer was given for one line, until they are claimed or lapse. Guarded by the room's lock.
 *
 * <p>Nothing identifies a retry for certain. Where requests carry a fingerprint, only the same request may claim a
 * promise during its first second; after that, and without fingerprints, any request of the consumer may.
 */
final class Promises {

    static final long NONE = Long.MIN_VALUE;

    private static final long OPEN_TO_ALL_AFTER_MILLIS = 1_000;

    /** How many due promises a claim looks through; they lapse in seconds, so there are rarely more. */
    private static final int LOOK_AT = 256;

    private final TreeSet<Promise> outstanding =
            new TreeSet<>(Comparator.comparingLong(Promise::atMillis).thenComparingLong(Promise::number));
    private long booked;
    private int kept;

    Promise book(long atMillis, long rank, long fingerprint) {
        Promise promise = new Promise(atMillis, booked++, rank, fingerprint);
        outstanding.add(promise);
        kept += rank < atMillis ? 1 : 0;
        return promise;
    }

    /** It was kept elsewhere; false when it is not outstanding any more. */
    boolean cancel(Promise promise) {
        return outstanding.contains(promise) && remove(promise);
    }

    int size() {
        return outstanding.size();
    }

    /** Those whose holders have waited already and keep the rank of then: they are next. */
    int kept() {
        return kept;
    }

    /** When the last of them is due; {@link #NONE} without any. */
    long lastMillis() {
        return outstanding.isEmpty() ? NONE : outstanding.last().atMillis;
    }

    /** How many are due by then; looks at no more than so many. */
    int due(long untilMillis, int most) {
        int due = 0;
        for (Promise promise : outstanding) {
            if (due == most || promise.atMillis > untilMillis) {
                break;
            }
            due++;
        }
        return due;
    }

    /** Hands over the due promise that is this request's own, else the earliest that anybody may have. Its rank, or NONE. */
    long claim(long now, long fingerprint) {
        Promise open = null;
        int looked = 0;
        for (Promise promise : outstanding) {
            if (promise.atMillis > now || looked++ == LOOK_AT) {
                break;
            }
            if (fingerprint != 0 && promise.fingerprint == fingerprint) {
                open = promise;
                break;
            }
            if (open == null && promise.opensTo(fingerprint, now)) {
                open = promise;
            }
        }
        if (open == null) {
            return NONE;
        }
        remove(open);
        return open.rank;
    }

    /** Drops those that were due before then; how many. */
    int lapse(long beforeMillis) {
        int lapsed = 0;
        while (!outstanding.isEmpty() && outstanding.first().atMillis < beforeMillis) {
            remove(outstanding.first());
            lapsed++;
        }
        return lapsed;
    }

    private boolean remove(Promise promise) {
        kept -= promise.rank < promise.atMillis ? 1 : 0;
        return outstanding.remove(promise);
    }

    /**
     * @param rank its order among the promised: the promised time, or when it first came if it had waited in vain
     */
    record Promise(long atMillis, long number, long rank, long fingerprint) {

        boolean opensTo(long other, long now) {
            return fingerprint == 0 || other == 0 || now >= atMillis + OPEN_TO_ALL_AFTER_MILLIS;
        }
    }
}
