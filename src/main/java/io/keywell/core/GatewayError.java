package io.keywell.core;

import org.jspecify.annotations.Nullable;

/**
 * What a caller is told instead of an answer. A value: it is returned, not thrown.
 *
 * @param kind decides status and code; one table in {@code ingress} maps it
 * @param message safe to show: no secret, no provider organisation, no upstream body
 * @param param the request field that is wrong, if one is
 * @param code overrides the kind's code, for a caller's fault that the provider named more precisely
 * @param retryAtMillis epoch milliseconds at which the same request is expected to be admitted; 0 = unknown or never
 */
public record GatewayError(
        Kind kind, String message, @Nullable String param, @Nullable String code, long retryAtMillis) {

    /** The codes of {@code contract.md} section 3. */
    public enum Kind {
        INVALID_API_KEY,
        MODEL_NOT_FOUND,
        MODEL_NOT_ALLOWED,
        MODEL_RETIRED,
        CONTEXT_LENGTH_EXCEEDED,
        KEYS_EXHAUSTED,
        CONSUMER_RATE_LIMITED,
        BUDGET_EXHAUSTED,
        GATEWAY_OVERLOADED,
        UPSTREAM_FAILED,
        UPSTREAM_TIMEOUT,
        REQUEST_TOO_LARGE,
        INVALID_REQUEST,
        /** The provider refused the content; told as the provider tells it. */
        CONTENT_FILTERED,
        /** No such path. */
        NOT_FOUND,
        /** The path is known, the method is not. */
        METHOD_NOT_ALLOWED
    }

    public static GatewayError of(Kind kind, String message) {
        return new GatewayError(kind, message, null, null, 0);
    }

    public static GatewayError invalid(String message, @Nullable String param) {
        return new GatewayError(Kind.INVALID_REQUEST, message, param, null, 0);
    }

    public GatewayError retryAt(long epochMillis) {
        return new GatewayError(kind, message, param, code, epochMillis);
    }
}
