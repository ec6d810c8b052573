package io.keywell.simulator;

/** What a pool says to a request. */
sealed interface Verdict {

    Standing standing();

    /** The request was charged; {@link SimulatedPool#leave} must follow exactly once. */
    record Admitted(Standing standing) implements Verdict {}

    /**
     * A limit stands in the way.
     *
     * @param dimension as the message names it, "requests per min (RPM)"
     * @param type {@code requests} or {@code tokens}
     * @param used what the window already holds
     * @param waitMillis when it would fit; {@link #NEVER} or {@link #UNKNOWN}
     */
    record Refused(String dimension, String type, long limit, long used, long requested, long waitMillis) {

        /** The request is larger than the limit. */
        static final long NEVER = -1;

        /** It depends on when others finish. */
        static final long UNKNOWN = -2;
    }

    /** What was paid for is used up; nothing is charged. */
    record Broke(Standing standing) implements Verdict {}

    /** Refused, and counted as a request if the pool does so. */
    record Rejected(Refused why, Standing standing) implements Verdict {}
}
