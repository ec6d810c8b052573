package io.keywell.simulator;

import io.keywell.simulator.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/** Bedrock's errors: the type in a header, with the suffix that some of AWS' front ends add, and a message in the body. */
final class BedrockErrors implements ErrorWords {

    private static final String TYPE_HEADER = "x-amzn-ErrorType";
    private static final String SUFFIX = ":http://internal.amazon.com/coral/com.amazon.bedrock/";

    private static final ErrorAnswer TOKENS = throttled("Too many tokens, please wait before trying again.");
    private static final ErrorAnswer REQUESTS = throttled("Too many requests, please wait before trying again.");
    private static final ErrorAnswer DAY = throttled("Too many tokens per day, please wait before trying again.");
    private static final ErrorAnswer UNKNOWN_TOKEN =
            error(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
    private static final ErrorAnswer BUSY =
            error(503, "ServiceUnavailableException", "Bedrock is unable to process your request.");

    static ErrorAnswer invalid(String message) {
        return error(400, "ValidationException", message);
    }

    static ErrorAnswer signature(String message) {
        return error(403, "InvalidSignatureException", message);
    }

    private static ErrorAnswer throttled(String message) {
        return error(429, "ThrottlingException", message);
    }

    private static ErrorAnswer error(int status, String type, String message) {
        return ErrorAnswer.of(status, type, null, message).hint(TYPE_HEADER, type + SUFFIX);
    }

    @Override
    public ErrorAnswer noKey() {
        return error(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    @Override
    public ErrorAnswer invalidKey(String masked) {
        return UNKNOWN_TOKEN;
    }

    @Override
    public ErrorAnswer notJson() {
        return error(400, "SerializationException", "The request body is not valid JSON.");
    }

    @Override
    public ErrorAnswer tooLarge() {
        return error(413, "RequestEntityTooLargeException", "Request exceeds the maximum size.");
    }

    @Override
    public ErrorAnswer unknownPath(String method, String path) {
        return error(404, "UnknownOperationException", "The operation is not known.");
    }

    /** It never says when to come again. */
    @Override
    public ErrorAnswer rateLimit(Refused why) {
        return why.type().equals("tokens") ? TOKENS : why.dimension().contains("day") ? DAY : REQUESTS;
    }

    /** Where Bedrock has no such error, its nearest relative. */
    @Override
    public @Nullable ErrorAnswer of(Fault fault) {
        return switch (fault) {
            case RATE_LIMITED_HEADER, RATE_LIMITED_HEADER_MS, RATE_LIMITED_BODY, RATE_LIMITED_BARE -> TOKENS;
            case RATE_LIMITED_DAY -> DAY;
            case SLOW_DOWN -> REQUESTS;
            case REQUEST_TOO_LARGE -> tooLarge();
            case INSUFFICIENT_QUOTA,
                    CREDIT_BALANCE_EXHAUSTED,
                    ORGANIZATION_SPEND_LIMIT_EXCEEDED,
                    ORGANIZATION_USAGE_LIMIT_EXCEEDED,
                    PROJECT_SPEND_LIMIT_EXCEEDED ->
                error(400, "ServiceQuotaExceededException", "Your request exceeds the service quota for your account.");
            case INVALID_KEY -> UNKNOWN_TOKEN;
            case FORBIDDEN ->
                error(403, "AccessDeniedException", "You don't have access to the model with the specified model ID.");
            case MODEL_MISSING ->
                error(404, "ResourceNotFoundException", "Could not resolve the foundation model {model}.");
            case CONTEXT_LENGTH -> invalid("Input is too long for requested model.");
            case BAD_REQUEST -> invalid("Malformed input request, please reformat your input and try again.");
            case SERVER_ERROR ->
                error(500, "InternalServerException", "The system encountered an unexpected error during processing.");
            case OVERLOADED -> BUSY;
            default -> null;
        };
    }

    @Override
    public ErrorAnswer overloaded() {
        return BUSY;
    }

    @Override
    public String json(ErrorAnswer error, Scene scene) {
        StringBuilder json = new StringBuilder(128).append("{\"message\":");
        ErrorAnswer.quote(json, error.text(scene.model(), scene.organization()));
        return json.append('}').toString();
    }
}
