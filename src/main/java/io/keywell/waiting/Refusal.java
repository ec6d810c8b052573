package io.keywell.waiting;

/**
 * Why a request is not served.
 *
 * @param reason what stood in the way
 * @param retryAtMillis epoch milliseconds at which the same consumer should come back to the same line, a whole number of
 *     seconds after the refusal; whoever does, then or a few seconds later, has a place kept and waits only for its turn.
 *     0 = unknown, or never
 */
public record Refusal(Reason reason, long retryAtMillis) {

    public enum Reason {
        /** Capacity comes only after the deadline. */
        TOO_LATE,
        /** The room, or the consumer's part of it, is full. */
        ROOM_FULL,
        /** No candidate can ever take it. */
        NEVER,
        /** The gateway stops. */
        CLOSING
    }
}
