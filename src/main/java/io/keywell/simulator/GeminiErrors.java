package io.keywell.simulator;

import io.keywell.simulator.Verdict.Refused;
import org.jspecify.annotations.Nullable;

final class GeminiErrors implements ErrorWords {

    private static final String TYPE = "{\"@type\":\"type.googleapis.com/google.rpc.";

    /** What Google tells with the day's limit, too: it is that of the minute. */
    private static final long DAYS_DELAY_MILLIS = 36_000;

    private static final String QUOTA = "You exceeded your current quota, please check your plan and billing details.";

    static ErrorAnswer invalid(String message) {
        return ErrorAnswer.of(400, "INVALID_ARGUMENT", null, message);
    }

    @Override
    public ErrorAnswer noKey() {
        return ErrorAnswer.of(
                403,
                "PERMISSION_DENIED",
                null,
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or"
                        + " other form of API consumer identity to call this API.");
    }

    @Override
    public ErrorAnswer invalidKey(String masked) {
        return invalid("API key not valid. Please pass a valid API key.").detail(reason("API_KEY_INVALID"));
    }

    @Override
    public ErrorAnswer notJson() {
        return invalid("Invalid JSON payload received. Unexpected token.");
    }

    @Override
    public ErrorAnswer tooLarge() {
        return invalid("Request payload size exceeds the limit: 20971520 bytes.");
    }

    @Override
    public ErrorAnswer unknownPath(String method, String path) {
        return ErrorAnswer.of(404, "NOT_FOUND", null, "Requested entity was not found: " + method + " " + path);
    }

    @Override
    public ErrorAnswer rateLimit(Refused why) {
        boolean day = why.dimension().contains("per day");
        String quota = day
                ? "GenerateRequestsPerDayPerProjectPerModel-FreeTier"
                : why.type().equals("requests")
                        ? "GenerateRequestsPerMinutePerProjectPerModel-FreeTier"
                        : "GenerateContentInputTokensPerModelPerMinute-FreeTier";
        long delay = day && why.waitMillis() > 0 ? Math.min(DAYS_DELAY_MILLIS, why.waitMillis()) : why.waitMillis();
        return exceeded(quota, why.limit(), delay);
    }

    /** @param others violations that come first */
    private static ErrorAnswer exceeded(String quota, long limit, long delayMillis, String... others) {
        String again = delayMillis > 0 ? "\nPlease retry in " + seconds(delayMillis) + "." : "";
        ErrorAnswer error = ErrorAnswer.of(
                        429,
                        "RESOURCE_EXHAUSTED",
                        null,
                        QUOTA
                                + "\n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content, limit: "
                                + limit + ", model: {model}" + again)
                .detail(TYPE + "QuotaFailure\",\"violations\":["
                        + String.join("", others).replace("}{", "},{") + (others.length == 0 ? "" : ",")
                        + violation(quota, limit) + "]}");
        return delayMillis > 0
                ? error.detail(TYPE + "RetryInfo\",\"retryDelay\":\"" + seconds(delayMillis) + "\"}")
                : error;
    }

    private static String violation(String quota, long limit) {
        return "{\"quotaMetric\":\"generativelanguage.googleapis.com/generate_content\",\"quotaId\":\"" + quota
                + "\",\"quotaDimensions\":{\"location\":\"global\",\"model\":\"{model}\"},\"quotaValue\":\"" + limit
                + "\"}";
    }

    /** Never less than the time is. */
    private static String seconds(long millis) {
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis / 1_000 + "." + "%03ds".formatted(millis % 1_000);
    }

    @Override
    public @Nullable ErrorAnswer of(Fault fault) {
        return switch (fault) {
            case RATE_LIMITED_HEADER, RATE_LIMITED_HEADER_MS, RATE_LIMITED_BODY ->
                exceeded("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", 15, 2_000);
            case RATE_LIMITED_BARE -> exhausted("Resource has been exhausted (e.g. check quota).");
            case RATE_LIMITED_DAY ->
                exceeded(
                        "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                        50,
                        DAYS_DELAY_MILLIS,
                        violation("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", 10));
            case REQUEST_TOO_LARGE -> exceeded("GenerateRequestsPerDayPerProjectPerModel-FreeTier", 0, 0);
            case SLOW_DOWN ->
                exhausted("No capacity available for model {model}.").detail(reason("MODEL_CAPACITY_EXHAUSTED"));
            case INSUFFICIENT_QUOTA,
                    CREDIT_BALANCE_EXHAUSTED,
                    ORGANIZATION_SPEND_LIMIT_EXCEEDED,
                    ORGANIZATION_USAGE_LIMIT_EXCEEDED,
                    PROJECT_SPEND_LIMIT_EXCEEDED ->
                ErrorAnswer.of(402, "RESOURCE_EXHAUSTED", null, "Your prepayment credits are depleted.");
            case INVALID_KEY -> invalidKey("");
            case FORBIDDEN ->
                ErrorAnswer.of(400, "FAILED_PRECONDITION", null, "User location is not supported for the API use.");
            case MODEL_MISSING ->
                ErrorAnswer.of(404, "NOT_FOUND", null, "models/{model} is not found for API version v1beta.");
            case CONTEXT_LENGTH ->
                invalid("The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).");
            case BAD_REQUEST -> invalid("Invalid value at 'generation_config.temperature'.");
            case SERVER_ERROR -> ErrorAnswer.of(500, "INTERNAL", null, "An internal error has occurred.");
            case OVERLOADED -> overloaded();
            default -> null;
        };
    }

    private static ErrorAnswer exhausted(String message) {
        return ErrorAnswer.of(429, "RESOURCE_EXHAUSTED", null, message);
    }

    static String reason(String reason) {
        return TYPE + "ErrorInfo\",\"reason\":\"" + reason + "\",\"domain\":\"googleapis.com\"}";
    }

    @Override
    public ErrorAnswer overloaded() {
        return ErrorAnswer.of(503, "UNAVAILABLE", null, "The model is overloaded. Please try again later.");
    }

    @Override
    public String json(ErrorAnswer answer, Scene scene) {
        String model = scene.model() == null ? "" : scene.model();
        StringBuilder json =
                new StringBuilder(512).append("{\"error\":{\"code\":").append(answer.status());
        ErrorAnswer.quote(json.append(",\"message\":"), answer.text(model, scene.organization()));
        ErrorAnswer.quote(json.append(",\"status\":"), answer.type());
        if (!answer.details().isEmpty()) {
            StringBuilder quoted = new StringBuilder();
            ErrorAnswer.quote(quoted, model);
            String plain = quoted.substring(1, quoted.length() - 1);
            json.append(",\"details\":[")
                    .append(String.join(",", answer.details()).replace("{model}", plain))
                    .append(']');
        }
        String error = json.append("}}").toString();
        // The route for OpenAI's clients wraps its errors.
        return scene.path().contains("/openai/") ? "[" + error + "]" : error;
    }
}
