package io.keywell.core;

import org.jspecify.annotations.Nullable;

/** Decides which calls are traced. */
@FunctionalInterface
public interface Tracer {

    /** Traces nothing. */
    Tracer OFF = (traceparent, arrivalNanos) -> null;

    /**
     * @param traceparent the caller's header as it came, null for none
     * @param arrivalNanos {@link Clock#nanoTime()} at arrival
     * @return null for a call that is not traced
     */
    @Nullable
    Trace begin(@Nullable String traceparent, long arrivalNanos);
}
