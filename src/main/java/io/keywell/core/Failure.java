package io.keywell.core;

import org.jspecify.annotations.Nullable;

/**
 * One upstream failure, classified.
 *
 * @param type its class
 * @param scope what it covers, when that differs from what its class covers
 * @param dimension the exhausted dimension when the provider named one
 * @param untilMillis epoch milliseconds until which the provider says not to come back; 0 = it did not say
 * @param source where {@code untilMillis} comes from
 * @param code the provider's own code or type, lower case, for logs and metrics; never free text
 * @param callerMessage for a caller's fault: the message to pass on, with organisations and keys removed
 * @param callerParam for a caller's fault: the field that the provider named
 * @param limit the limit that the provider named (a request too big: the pool's tokens a minute); 0 = none
 * @param byStatus whether nothing but the answer's status says what it means
 */
public record Failure(
        FailureClass type,
        Scope scope,
        @Nullable Dimension dimension,
        long untilMillis,
        Source source,
        @Nullable String code,
        @Nullable String callerMessage,
        @Nullable String callerParam,
        long limit,
        boolean byStatus) {

    /** What a failure covers. */
    public enum Scope {
        /** What its class covers: exhaustion.md section 1. */
        USUAL,
        /** The whole key, whatever the model, and nothing else. */
        KEY,
        /** The pool, and not the other pools of its purse. */
        POOL
    }

    /** Where the length of a cool-down comes from. An authoritative one is never shortened. */
    public enum Source {
        HEADER,
        BODY,
        CONFIGURED,
        GUESSED;

        public boolean authoritative() {
            return this == HEADER || this == BODY;
        }
    }

    public static Failure of(FailureClass type) {
        return new Failure(type, Scope.USUAL, null, 0, Source.GUESSED, null, null, null, 0, false);
    }
}
