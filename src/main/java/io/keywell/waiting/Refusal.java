package io.keywell.waiting;

/**
 * Why a request is not served.
 *
 * @param reason what stood in the way
 * @param retryAtMillis epoch milliseconds from which a retry of the same consumer and line is expected to be admitted;
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
