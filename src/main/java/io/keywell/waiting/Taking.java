package io.keywell.waiting;

/** What came of one try to take a permit. */
public sealed interface Taking<T> {

    record Taken<T>(T value) implements Taking<T> {}

    /**
     * Nothing is free now.
     *
     * @param earliestMillis the soonest epoch millisecond at which something may be; {@link Long#MAX_VALUE} = never
     * @param asking it is not known yet: those who count are being asked this moment
     */
    record Dry<T>(long earliestMillis, boolean asking) implements Taking<T> {

        public Dry(long earliestMillis) {
            this(earliestMillis, false);
        }
    }
}
