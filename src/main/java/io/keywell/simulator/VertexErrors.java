package io.keywell.simulator;

import io.keywell.simulator.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/** Google's errors as Vertex has them: tokens instead of keys, a pool of all customers, billing of a project. */
final class VertexErrors implements ErrorWords {

    private static final ErrorAnswer POOL_IS_EMPTY = ErrorAnswer.of(
            429,
            "RESOURCE_EXHAUSTED",
            null,
            "Resource exhausted. Please try again later. Please refer to the documentation.");

    private final GeminiErrors google = new GeminiErrors();

    @Override
    public ErrorAnswer noKey() {
        return invalidKey("");
    }

    @Override
    public ErrorAnswer invalidKey(String masked) {
        return ErrorAnswer.of(401, "UNAUTHENTICATED", null, "Request had invalid authentication credentials.");
    }

    @Override
    public ErrorAnswer notJson() {
        return google.notJson();
    }

    @Override
    public ErrorAnswer tooLarge() {
        return google.tooLarge();
    }

    @Override
    public ErrorAnswer unknownPath(String method, String path) {
        return google.unknownPath(method, path);
    }

    @Override
    public ErrorAnswer rateLimit(Refused why) {
        return POOL_IS_EMPTY;
    }

    @Override
    public @Nullable ErrorAnswer of(Fault fault) {
        return switch (fault) {
            case RATE_LIMITED_HEADER,
                    RATE_LIMITED_HEADER_MS,
                    RATE_LIMITED_BODY,
                    RATE_LIMITED_BARE,
                    RATE_LIMITED_DAY,
                    SLOW_DOWN -> POOL_IS_EMPTY;
            case INSUFFICIENT_QUOTA,
                    CREDIT_BALANCE_EXHAUSTED,
                    ORGANIZATION_SPEND_LIMIT_EXCEEDED,
                    ORGANIZATION_USAGE_LIMIT_EXCEEDED,
                    PROJECT_SPEND_LIMIT_EXCEEDED ->
                ErrorAnswer.of(403, "PERMISSION_DENIED", null, "This API method requires billing to be enabled.")
                        .detail(GeminiErrors.reason("BILLING_DISABLED"));
            case INVALID_KEY -> invalidKey("");
            default -> google.of(fault);
        };
    }

    @Override
    public ErrorAnswer overloaded() {
        return google.overloaded();
    }

    @Override
    public String json(ErrorAnswer error, Scene scene) {
        return google.json(error, scene);
    }
}
