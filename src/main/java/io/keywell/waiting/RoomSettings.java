package io.keywell.waiting;

/**
 * How large the room is.
 *
 * @param maxQueued requests that wait in this replica
 * @param maxQueuedPerConsumer of those, how many of one consumer. Callers who return at a promised time are let in
 *     beyond both bounds: their number is bounded by the promises
 * @param maxPromises of one consumer and line that are remembered at a time
 * @param promiseGraceMillis for how long after its time a promise is kept
 */
public record RoomSettings(int maxQueued, int maxQueuedPerConsumer, int maxPromises, long promiseGraceMillis) {

    private static final int MAX_PROMISES = 16_384;
    private static final long GRACE_MILLIS = 5_000;

    public RoomSettings {
        if (maxQueued < 0 || maxQueuedPerConsumer < 0 || maxPromises < 0 || promiseGraceMillis < 0) {
            throw new IllegalArgumentException("a bound of the waiting room is negative");
        }
    }

    /** One consumer may fill half of the room. */
    public static RoomSettings of(int maxQueued) {
        return new RoomSettings(maxQueued, (maxQueued + 1) / 2, MAX_PROMISES, GRACE_MILLIS);
    }
}
