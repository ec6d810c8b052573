package io.keywell.simulator;

import io.keywell.simulator.Verdict.Refused;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Anthropic's errors, with its words where programs match on them. The one with a code tells it in its details. */
final class AnthropicErrors implements ErrorWords {

    private static final String RATE_LIMIT = "rate_limit_error";

    /** In a message, the first day of the next month. */
    private static final String NEXT_MONTH = "{next month}";

    private static final ErrorAnswer OVERLOADED = ErrorAnswer.of(529, "overloaded_error", null, "Overloaded");

    static ErrorAnswer invalid(String message) {
        return ErrorAnswer.invalidRequest(400, null, null, message);
    }

    @Override
    public ErrorAnswer noKey() {
        return ErrorAnswer.of(401, "authentication_error", null, "x-api-key header is required");
    }

    @Override
    public ErrorAnswer invalidKey(String masked) {
        return ErrorAnswer.of(401, "authentication_error", null, "invalid x-api-key");
    }

    @Override
    public ErrorAnswer notJson() {
        return invalid("The request body is not valid JSON.");
    }

    @Override
    public ErrorAnswer tooLarge() {
        return ErrorAnswer.of(413, "request_too_large", null, "Request exceeds the maximum size");
    }

    @Override
    public ErrorAnswer unknownPath(String method, String path) {
        return ErrorAnswer.of(404, "not_found_error", null, "Not Found");
    }

    @Override
    public ErrorAnswer rateLimit(Refused why) {
        if (why.waitMillis() == Refused.UNKNOWN) {
            return limited("Number of concurrent connections has exceeded your rate limit. Please try again later.");
        }
        String dimension = why.dimension().startsWith("requests per min") ? "requests per minute" : why.dimension();
        ErrorAnswer error = limited(String.format(
                Locale.ROOT,
                "This request would exceed your organization's rate limit of %,d %s. Please reduce the prompt length"
                        + " or the maximum tokens requested, or try again later.",
                why.limit(),
                dimension));
        boolean never = why.waitMillis() == Refused.NEVER;
        return never ? error : error.hint("retry-after", Long.toString((why.waitMillis() + 999) / 1_000));
    }

    private static ErrorAnswer limited(String message) {
        return ErrorAnswer.of(429, RATE_LIMIT, null, message);
    }

    /** Where Anthropic has no such error, its nearest relative. */
    @Override
    public @Nullable ErrorAnswer of(Fault fault) {
        return switch (fault) {
            case RATE_LIMITED_HEADER -> inputTokens().hint("retry-after", "2");
            case RATE_LIMITED_HEADER_MS -> inputTokens().hint("retry-after", "1");
            case RATE_LIMITED_BODY, RATE_LIMITED_BARE -> inputTokens();
            case RATE_LIMITED_DAY -> inputTokens().hint("retry-after", "360");
            case SLOW_DOWN ->
                limited("This request would exceed your organization's maximum usage increase rate for input tokens"
                                + " per minute. Please scale up your input tokens usage more gradually.")
                        .hint("retry-after", "15");
            case REQUEST_TOO_LARGE -> tooLarge();
            case INSUFFICIENT_QUOTA, CREDIT_BALANCE_EXHAUSTED ->
                invalid("Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to"
                        + " upgrade or purchase credits.");
            case ORGANIZATION_SPEND_LIMIT_EXCEEDED ->
                ErrorAnswer.of(
                        429,
                        RATE_LIMIT,
                        "enforced_spend_limit_reached",
                        "Organization {org} has reached its monthly spend limit.");
            case ORGANIZATION_USAGE_LIMIT_EXCEEDED -> capped("");
            case PROJECT_SPEND_LIMIT_EXCEEDED -> capped("workspace ");
            case INVALID_KEY -> invalidKey("");
            case FORBIDDEN ->
                ErrorAnswer.of(
                        403,
                        "permission_error",
                        null,
                        "Your API key does not have permission to use the specified resource.");
            case MODEL_MISSING -> ErrorAnswer.of(404, "not_found_error", null, "model: {model}");
            case CONTEXT_LENGTH -> invalid("prompt is too long: 212345 tokens > 200000 maximum");
            case BAD_REQUEST -> invalid("`temperature` is deprecated for this model.");
            case CONTENT_FILTER -> invalid("Output blocked by content filtering policy");
            case SERVER_ERROR -> ErrorAnswer.of(500, "api_error", null, "Internal server error");
            case OVERLOADED -> OVERLOADED;
            default -> null;
        };
    }

    private static ErrorAnswer inputTokens() {
        return limited("This request would exceed the rate limit for your organization ({org}) of 30,000 input tokens"
                + " per minute.");
    }

    private static ErrorAnswer capped(String whose) {
        return invalid("You have reached your specified " + whose + "API usage limits. You will regain access on "
                + NEXT_MONTH + " at 00:00 UTC.");
    }

    @Override
    public ErrorAnswer overloaded() {
        return OVERLOADED;
    }

    @Override
    public String json(ErrorAnswer error, Scene scene) {
        String message = error.text(scene.model(), scene.organization());
        if (message.contains(NEXT_MONTH)) {
            message = message.replace(NEXT_MONTH, nextMonth(scene.nowMillis()));
        }
        StringBuilder json = new StringBuilder(256).append("{\"type\":\"error\",\"error\":{\"type\":");
        ErrorAnswer.quote(json, error.type());
        ErrorAnswer.quote(json.append(",\"message\":"), message);
        if (error.code() != null) {
            ErrorAnswer.quote(json.append(",\"details\":{\"error_code\":"), error.code());
            json.append('}');
        }
        ErrorAnswer.quote(json.append("},\"request_id\":"), scene.requestId());
        return json.append('}').toString();
    }

    private static String nextMonth(long nowMillis) {
        LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(nowMillis), ZoneOffset.UTC);
        return today.with(TemporalAdjusters.firstDayOfNextMonth()).toString();
    }
}
