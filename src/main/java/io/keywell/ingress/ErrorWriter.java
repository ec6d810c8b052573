package io.keywell.ingress;

import io.keywell.core.Clock;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes a refusal in the caller's dialect: the one table from kind to status, and when to come back. The body, which the
 * dialect writes, and the status must agree: SDKs make their exceptions of the one or the other. A stated time
 * always stands beside {@code x-should-retry}, because some SDKs sleep for any {@code Retry-After}.
 */
final class ErrorWriter {

    private static final long LONGEST_RETRY_SECONDS = 60;

    private final Clock clock;

    ErrorWriter(Clock clock) {
        this.clock = clock;
    }

    static int status(Kind kind, Dialect dialect) {
        return dialect == Dialect.ANTHROPIC ? anthropicStatus(kind) : usualStatus(kind);
    }

    /** Where Anthropic has a status of its own for its error's type. */
    private static int anthropicStatus(Kind kind) {
        return switch (kind) {
            case BUDGET_EXHAUSTED -> 402;
            case GATEWAY_OVERLOADED -> 529;
            default -> usualStatus(kind);
        };
    }

    private static int usualStatus(Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST, CONTEXT_LENGTH_EXCEEDED, CONTENT_FILTERED -> 400;
            case INVALID_API_KEY -> 401;
            case MODEL_NOT_ALLOWED -> 403;
            case MODEL_NOT_FOUND, NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case MODEL_RETIRED -> 410;
            case REQUEST_TOO_LARGE -> 413;
            case KEYS_EXHAUSTED, CONSUMER_RATE_LIMITED, BUDGET_EXHAUSTED -> 429;
            case UPSTREAM_FAILED -> 502;
            case GATEWAY_OVERLOADED -> 503;
            case UPSTREAM_TIMEOUT -> 504;
        };
    }

    void write(WayBack back, GatewayError error) {
        if (!back.isOpen()) {
            return;
        }
        HttpServerResponse response = back.response();
        int status = status(error.kind(), back.protocol().dialect());
        response.setStatusCode(status)
                .putHeader(Headers.CONTENT_TYPE_OPTIONS, Headers.NO_SNIFF)
                .putHeader(Headers.CACHE_CONTROL, Headers.NO_STORE);
        if (error.kind() == Kind.GATEWAY_OVERLOADED) {
            response.putHeader(Headers.RETRY_AFTER, "1").putHeader(Headers.SHOULD_RETRY, "true");
        } else if (error.kind() == Kind.BUDGET_EXHAUSTED) {
            // No SDK's retry brings money back; who reads the time comes again when the period begins.
            retry(response, error.retryAtMillis());
            response.putHeader(Headers.SHOULD_RETRY, "false");
        } else if (status == 429) {
            retry(response, error.retryAtMillis());
        } else if (status < 500) {
            response.putHeader(Headers.SHOULD_RETRY, "false");
        }
        back.end(back.protocol().error(error, back.id(), clock.epochMillis()));
    }

    private void retry(HttpServerResponse response, long retryAtMillis) {
        if (retryAtMillis <= 0 || retryAtMillis == Long.MAX_VALUE) {
            response.putHeader(Headers.SHOULD_RETRY, "false");
            return;
        }
        long seconds = Math.max(1, (retryAtMillis - clock.epochMillis() + 999) / 1_000);
        response.putHeader(Headers.RETRY_AFTER, Long.toString(seconds))
                .putHeader(Headers.SHOULD_RETRY, seconds <= LONGEST_RETRY_SECONDS ? "true" : "false");
    }
}
