package io.keywell.waiting;

/** What came of one try to take a permit. */
public sealed interface Taking<T> {

    record Taken<T>(T value) implements Taking<T> {}

    /**
     * Nothing is free now.
     *
     * @param earliestMillis the soonest epoch millisecond at which something may be; {@link Long#MAX_VALUE} = never
     */
    record Dry<T>(long earliestMillis) implements Taking<T> {}
}
