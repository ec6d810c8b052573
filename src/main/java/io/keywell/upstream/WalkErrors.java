package io.keywell.upstream;

import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.Operation;
import io.keywell.waiting.Refusal;
import java.time.Instant;
import java.util.stream.Collectors;

/** What a caller is told when the walk ends without an answer. Never a provider's own refusal of our keys. */
final class WalkErrors {

    private static final int MAX_POOLS_NAMED = 8;

    private WalkErrors() {}

    /** For the record: nobody hears it. */
    static GatewayError callerLeft() {
        return GatewayError.of(Kind.UPSTREAM_FAILED, "The caller went away.");
    }

    /** Part of the upload went to a candidate that failed, and is not here any more. */
    static GatewayError uploadGone(Walk walk) {
        return GatewayError.of(
                Kind.UPSTREAM_FAILED,
                "The provider of model '" + model(walk)
                        + "' failed after it had taken a part of the upload: send it again.");
    }

    /** Nothing was sent: the waiting room has no place for it. */
    static GatewayError refused(Walk walk, Refusal refusal) {
        return switch (refusal.reason()) {
            case NEVER -> nothingLeft(walk);
            case CLOSING -> GatewayError.of(Kind.GATEWAY_OVERLOADED, "The gateway is stopping; try another replica.");
            case TOO_LATE, ROOM_FULL -> exhausted(walk, refusal.retryAtMillis());
        };
    }

    private static GatewayError exhausted(Walk walk, long retryAtMillis) {
        String pools = walk.plan().model().places().stream()
                .filter(place -> walk.plan().allows(place.target()))
                .map(place -> place.pool().provider() + "/" + place.pool().name())
                .distinct()
                .limit(MAX_POOLS_NAMED)
                .collect(Collectors.joining(", "));
        String when = retryAtMillis == 0 ? "" : " Capacity is expected at " + Instant.ofEpochMilli(retryAtMillis) + ".";
        return GatewayError.of(
                        Kind.KEYS_EXHAUSTED,
                        "All keys for model '" + model(walk) + "' are exhausted (pools: " + pools + ")." + when)
                .retryAt(retryAtMillis);
    }

    /** Every candidate was tried, or none can ever take the request. */
    static GatewayError nothingLeft(Walk walk) {
        Failure last = walk.failure();
        if (last != null) {
            return of(walk, last);
        }
        return walk.possible()
                ? of(walk, Failure.of(FailureClass.TOO_BIG_FOR_POOL))
                : walk.ability().nobody(model(walk));
    }

    static GatewayError of(Walk walk, Failure failure) {
        return switch (failure.type()) {
            case CONTEXT ->
                callers(
                        Kind.CONTEXT_LENGTH_EXCEEDED,
                        failure,
                        "The request is longer than the context of " + "model '" + model(walk)
                                + "': maximum context length exceeded.");
            case FILTER -> callers(Kind.CONTENT_FILTERED, failure, "The provider refused the content.");
            case BAD_REQUEST -> callers(Kind.INVALID_REQUEST, failure, "The provider refused the request as invalid.");
            case RATE_SHORT, RATE_LONG, CREDIT -> exhausted(walk, failure.untilMillis());
            case TOO_BIG_FOR_POOL ->
                GatewayError.of(
                        Kind.KEYS_EXHAUSTED,
                        "The request is larger than the whole allowance of every pool of model '" + model(walk) + "'.");
            case TIMEOUT ->
                GatewayError.of(
                        Kind.UPSTREAM_TIMEOUT,
                        "No provider of model '" + model(walk) + "' answered in time" + tries(walk));
            case MODEL_MISSING -> missing(walk);
            default ->
                GatewayError.of(
                        Kind.UPSTREAM_FAILED, "No provider of model '" + model(walk) + "' could answer" + tries(walk));
        };
    }

    private static GatewayError missing(Walk walk) {
        return walk.exchange().operation() == Operation.PASSTHROUGH
                ? GatewayError.of(Kind.NOT_FOUND, "The provider '" + model(walk) + "' has nothing at this path.")
                : GatewayError.of(
                        Kind.MODEL_NOT_FOUND,
                        "No provider offers the model behind '" + model(walk) + "'" + tries(walk));
    }

    private static GatewayError callers(Kind kind, Failure failure, String otherwise) {
        String message = failure.callerMessage();
        // A provider's own code is passed on for the caller's fault only, where SDKs and agents match on it.
        String code = failure.type() == FailureClass.BAD_REQUEST ? failure.code() : null;
        return new GatewayError(kind, message == null ? otherwise : message, failure.callerParam(), code, 0);
    }

    private static String tries(Walk walk) {
        int tries = walk.attempts().size();
        return tries == 1 ? " (1 attempt)." : " (" + tries + " attempts).";
    }

    private static String model(Walk walk) {
        return walk.exchange().model();
    }
}
