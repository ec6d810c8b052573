package io.keywell.core;

/** What an upstream failure means ({@code exhaustion.md} section 1); decides the cool-down and the next step. */
public enum FailureClass {
    /** A per-second, per-minute or concurrency throttle. */
    RATE_SHORT,
    /** A window of a day or a month is used up. */
    RATE_LONG,
    /** No balance, a spend cap, suspended for payment. */
    CREDIT,
    /** The key is unknown, revoked or expired. */
    CREDENTIAL,
    /** The key is valid but may not do this. */
    FORBIDDEN,
    /** This account does not know the model. */
    MODEL_MISSING,
    /** One request is larger than the pool's whole allowance. */
    TOO_BIG_FOR_POOL,
    /** The prompt is longer than the model's context. */
    CONTEXT,
    /** Refused for its content. */
    FILTER,
    /** The caller's request is wrong. */
    BAD_REQUEST,
    /** The provider or the model is at capacity. */
    OVERLOAD,
    /** The provider or the way to it is broken. */
    FAULT,
    /** The provider is silent. */
    TIMEOUT;

    /** Whether the caller made the mistake: such a failure is returned and never punishes a key. */
    public boolean callersFault() {
        return this == CONTEXT || this == FILTER || this == BAD_REQUEST;
    }
}
