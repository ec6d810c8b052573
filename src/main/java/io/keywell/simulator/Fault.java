package io.keywell.simulator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What can be made to go wrong. The name on the wire is the constant's in lower case with hyphens. Faults of streams
 * that a JSON answer cannot have fall back to their nearest relative: a cut body, an error in a 200, or a good answer.
 */
public enum Fault {
    /** 429 for tokens per minute, {@code retry-after} in whole seconds, no time in the text. */
    RATE_LIMITED_HEADER(rateLimit("tokens per min (TPM)", "").hint("retry-after", "2")),
    /** 429 for tokens per minute with {@code retry-after-ms} only. */
    RATE_LIMITED_HEADER_MS(rateLimit("tokens per min (TPM)", "").hint("retry-after-ms", "644")),
    /** 429 for tokens per minute, the time in the text only. */
    RATE_LIMITED_BODY(rateLimit("tokens per min (TPM)", " Please try again in 644ms.")),
    /** 429 for tokens per minute that does not say when to come again. */
    RATE_LIMITED_BARE(rateLimit("tokens per min (TPM)", "")),
    /** 429 for requests per day, the time in the text only. */
    RATE_LIMITED_DAY(rateLimit("requests per day (RPD)", " Please try again in 6m0s.")),
    SLOW_DOWN(ErrorAnswer.of(
            429,
            "rate_limit_error",
            "slow_down",
            "Your request rate has increased too quickly. Please reduce it and ramp up gradually.")),
    REQUEST_TOO_LARGE(ErrorAnswer.of(
            429,
            "tokens",
            "rate_limit_exceeded",
            "Request too large for {model} in organization {org} on tokens per min (TPM): Limit 30000, Requested 50000."
                    + " The input or output tokens must be reduced in order to run successfully.")),
    INSUFFICIENT_QUOTA(credit(
            "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.")),
    CREDIT_BALANCE_EXHAUSTED(credit("credit_balance_exhausted", "Your credit balance is exhausted.")),
    ORGANIZATION_SPEND_LIMIT_EXCEEDED(
            credit("organization_spend_limit_exceeded", "Organization {org} has reached its spend limit.")),
    ORGANIZATION_USAGE_LIMIT_EXCEEDED(
            credit("organization_usage_limit_exceeded", "Organization {org} has reached its usage limit.")),
    PROJECT_SPEND_LIMIT_EXCEEDED(credit("project_spend_limit_exceeded", "This project has reached its spend limit.")),
    /** 401 for a key that was good. */
    INVALID_KEY(Errors.INVALID_KEY),
    FORBIDDEN(ErrorAnswer.of(
            403,
            "request_forbidden",
            "unsupported_country_region_territory",
            "Country, region, or territory not supported")),
    MODEL_MISSING(ErrorAnswer.invalidRequest(
            404, "model_not_found", null, "The model `{model}` does not exist or you do not have access to it.")),
    CONTEXT_LENGTH(ErrorAnswer.invalidRequest(
            400,
            "context_length_exceeded",
            "messages",
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 10000 tokens."
                    + " Please reduce the length of the messages.")),
    BAD_REQUEST(ErrorAnswer.invalidRequest(
            400,
            "unsupported_parameter",
            "max_tokens",
            "Unsupported parameter: 'max_tokens' is not supported with this model."
                    + " Use 'max_completion_tokens' instead.")),
    /** Refused for its content. */
    CONTENT_FILTER(ErrorAnswer.invalidRequest(
            400, "content_policy_violation", null, "Your request was rejected as a result of our safety system.")),
    SERVER_ERROR(ErrorAnswer.of(
            500, "server_error", null, "The server had an error while processing your request. Sorry about that!")),
    OVERLOADED(Errors.OVERLOADED),
    /** An answer whose every word the rule brings. */
    CANNED,
    /** 502 with an HTML page, as a proxy in between answers. */
    BAD_GATEWAY_HTML,
    /** Never answers; ends with the connection. */
    HANG,
    /** The connection is reset before any byte of an answer. */
    RESET_BEFORE_HEAD,
    /** The head of a good answer, then the connection is reset. */
    RESET_AFTER_HEAD,
    /** A stream whose connection is closed after some content; a JSON answer is cut in the middle. */
    BREAK,
    /** A stream that falls silent after some content; a JSON answer stops in the middle. */
    STALL,
    /** The whole answer byte by byte. */
    DRIP,
    /** Long gaps between the events of a stream; a JSON answer comes in two halves. */
    GAPS,
    /** A stream with an error event before the first content. */
    ERROR_EVENT_FIRST,
    /** A stream with an error event after some content. */
    ERROR_EVENT_LATER,
    /** 200 whose JSON body is an error. */
    ERROR_IN_200,
    /** 200 with no body at all. */
    EMPTY_200,
    /** A JSON body, or the last event of a stream, that ends in the middle, with a proper end of the message. */
    TRUNCATED_JSON,
    /** Good content that is not ASCII, its characters split over chunks. */
    UTF8_SPLIT,
    /** A good answer that is compressed with gzip, though nobody asked for it. */
    GZIP,
    /** Waits in a queue and says so: blank lines before a JSON body, comments before a stream. */
    QUEUED,
    /** No usage where the caller expects it. */
    USAGE_MISSING,
    /** A stream with CR LF line ends. */
    SSE_CRLF,
    /** A stream with comments and keep-alive lines. */
    SSE_COMMENTS,
    /** A stream whose events have several data lines. */
    SSE_MULTILINE,
    /** A stream without the blank line after its last event. */
    SSE_NO_FINAL_BLANK,
    /** A stream that says that it is done twice. */
    SSE_DOUBLE_DONE,
    /** A stream of Gemini's as one JSON array, as if {@code alt=sse} had got lost; elsewhere a good answer. */
    JSON_ARRAY,
    /** A stream of bytes with a damaged frame after some content; elsewhere a good answer. */
    BAD_CHECKSUM;

    private final @Nullable ErrorAnswer error;

    Fault() {
        this.error = null;
    }

    Fault(ErrorAnswer error) {
        this.error = error;
    }

    /** The answer when the fault is no more than an error in OpenAI's shape. */
    @Nullable
    ErrorAnswer error() {
        return error;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Null when there is no such fault. */
    static @Nullable Fault named(String wireName) {
        for (Fault fault : values()) {
            if (fault.wireName().equals(wireName)) {
                return fault;
            }
        }
        return null;
    }

    private static ErrorAnswer rateLimit(String dimension, String hint) {
        String limit = dimension.startsWith("tokens")
                ? "Limit 30000, Used 29800, Requested 522."
                : "Limit 200, Used 200, Requested 1.";
        String type = dimension.startsWith("tokens") ? "tokens" : "requests";
        return ErrorAnswer.of(
                429,
                type,
                "rate_limit_exceeded",
                "Rate limit reached for {model} in organization {org} on " + dimension + ": " + limit + hint
                        + " Visit https://platform.openai.com/account/rate-limits to learn more.");
    }

    private static ErrorAnswer credit(String code, String message) {
        return ErrorAnswer.of(429, "insufficient_quota", code, message);
    }
}
