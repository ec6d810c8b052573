package io.keywell.simulator;

import static io.keywell.simulator.Fault.CONTENT_FILTER;
import static io.keywell.simulator.Fault.CONTEXT_LENGTH;
import static io.keywell.simulator.Fault.CREDIT_BALANCE_EXHAUSTED;
import static io.keywell.simulator.Fault.FORBIDDEN;
import static io.keywell.simulator.Fault.INVALID_KEY;
import static io.keywell.simulator.Fault.MODEL_MISSING;
import static io.keywell.simulator.Fault.OVERLOADED;
import static io.keywell.simulator.Fault.RATE_LIMITED_BARE;
import static io.keywell.simulator.Fault.RATE_LIMITED_BODY;
import static io.keywell.simulator.Fault.RATE_LIMITED_DAY;
import static io.keywell.simulator.Fault.RATE_LIMITED_HEADER;
import static io.keywell.simulator.Fault.RATE_LIMITED_HEADER_MS;
import static io.keywell.simulator.Fault.REQUEST_TOO_LARGE;
import static io.keywell.simulator.Fault.SLOW_DOWN;

import io.keywell.simulator.CompatibleRow.Habit;
import io.keywell.simulator.RateGauge.Reset;

/**
 * The vendors that speak OpenAI's dialect with models of their own, one row each: where they are, what they tell of limits,
 * their words for what goes wrong. A fault that a row does not name has OpenAI's words in the row's frame. Those that
 * serve others' models are in {@link HostRows}.
 */
final class CompatibleRows {

    private static final String NO_PARAM = "{\"error\":{\"message\":{message},\"type\":{type},\"code\":{code}}}";
    private static final String NO_MONEY_AT_XAI = "Your team 01234567-89ab-cdef-0123-456789abcdef has either used all"
            + " available credits or reached its monthly spending limit. To continue, please purchase more credits or"
            + " raise your spending limit.";

    static final CompatibleRow OPENAI = CompatibleRow.at("/v1").streams(Habit.RESPONSES);

    static final CompatibleRow MISTRAL = CompatibleRow.at("/v1")
            .frame("{\"object\":\"error\",\"message\":{message},\"type\":{type},\"param\":null,\"code\":{code},"
                    + "\"raw_status_code\":{status}}")
            .tells(
                    RateGauge.withoutReset("x-ratelimit-{}-req-minute", Standing::requests),
                    RateGauge.withoutReset("x-ratelimit-{}-tokens-minute", Standing::tokens))
            .streams(Habit.USAGE_AT_THE_FINISH, Habit.WHOLE_TOOL_CALLS)
            .refuses(ErrorAnswer.of(429, "rate_limited", "1300", "Rate limit exceeded"))
            .throttles(ErrorAnswer.of(429, "rate_limited", "1300", "Requests rate limit exceeded"))
            .on(RATE_LIMITED_DAY, 429, "rate_limited", "1300", "Tokens per month limit exceeded")
            .withoutMoney(ErrorAnswer.of(402, "payment_required", null, "Payment required"))
            .on(
                    OVERLOADED,
                    429,
                    "service_tier_capacity_exceeded",
                    "3505",
                    "Service tier capacity exceeded for this model.")
            .on(INVALID_KEY, 401, "invalid_request_error", null, "Unauthorized")
            .on(FORBIDDEN, 403, "invalid_request_error", null, "Model not available for your tier")
            .on(
                    CONTEXT_LENGTH,
                    400,
                    "invalid_request_error",
                    "3051",
                    "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 tokens")
            .on(MODEL_MISSING, 400, "invalid_model", "1500", "Invalid model: {model}");

    static final CompatibleRow AZURE = CompatibleRow.at("/openai/v1")
            .keyIn("api-key")
            .frame("{\"error\":{\"code\":{code},\"message\":{message}{details}}}")
            .tells(
                    RateGauge.withoutReset("x-ratelimit-{}-requests", Standing::requests),
                    RateGauge.withoutReset("x-ratelimit-{}-tokens", Standing::tokens))
            .streams(Habit.FILTER_FIRST)
            .refuses(throttledByAzure("{wait-seconds}")
                    .hint("retry-after", "{wait-seconds}")
                    .hint("retry-after-ms", "{wait-ms}"))
            .on(RATE_LIMITED_HEADER, throttledByAzure("2").hint("retry-after", "2"))
            .on(RATE_LIMITED_HEADER_MS, throttledByAzure("1").hint("retry-after-ms", "1644"))
            .on(throttledByAzure("6"), RATE_LIMITED_BODY, RATE_LIMITED_BARE, SLOW_DOWN)
            .on(
                    RATE_LIMITED_DAY,
                    ErrorAnswer.of(429, "", "429", "Rate limit is exceeded. Try again in 86400 seconds.")
                            .hint("retry-after", "86400"))
            .on(OVERLOADED, 429, "", "429", "The system is experiencing high demand and cannot process your request.")
            .on(
                    INVALID_KEY,
                    401,
                    "",
                    "401",
                    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid"
                            + " key for an active subscription.")
            .on(FORBIDDEN, 403, "", "AccessDenied", "Access denied due to Virtual Network/Firewall rules.")
            .on(MODEL_MISSING, 404, "", "DeploymentNotFound", "The API deployment for this resource does not exist.")
            .on(
                    CONTENT_FILTER,
                    ErrorAnswer.of(
                                    400,
                                    "",
                                    "content_filter",
                                    "The response was filtered due to the prompt triggering Azure OpenAI's content management"
                                            + " policy.")
                            .detail(",\"param\":\"prompt\",\"type\":null,\"status\":400,\"innererror\":{\"code\":"
                                    + "\"ResponsibleAIPolicyViolation\",\"content_filter_result\":{\"violence\":"
                                    + "{\"filtered\":true,\"severity\":\"medium\"},\"jailbreak\":{\"detected\":false,"
                                    + "\"filtered\":false}}}"));

    static final CompatibleRow COHERE = CompatibleRow.at("/compatibility/v1")
            .frame("{\"id\":\"{request}\",\"message\":{message}}")
            .tells(RateGauge.withoutReset("x-trial-endpoint-call-{}", Standing::requests))
            .refuses(trial("{limit} API calls / minute"))
            .throttles(trial("20 API calls / minute"))
            .on(RATE_LIMITED_DAY, trial("1000 API calls / month"))
            .withoutMoney(ErrorAnswer.of(
                    402,
                    "",
                    null,
                    "Please add or update your payment method at https://dashboard.cohere.com/billing to"
                            + " continue."))
            .on(INVALID_KEY, 401, "", null, "invalid api token")
            .on(CONTENT_FILTER, 498, "", null, "invalid token")
            .on(
                    CONTEXT_LENGTH,
                    400,
                    "",
                    null,
                    "too many tokens: total number of tokens in the prompt cannot exceed 4081")
            .on(MODEL_MISSING, 404, "", null, "model '{model}' not found");

    static final CompatibleRow GROQ = CompatibleRow.at("/openai/v1")
            .frame(NO_PARAM)
            .tells(
                    RateGauge.of("requests", Standing::day, Reset.DURATION),
                    RateGauge.of("tokens", Standing::tokens, Reset.DURATION))
            .refuses(limitedByGroq("{dimension}: Limit {limit}, Used {used}, Requested {requested}. Please try again in"
                            + " {again}.")
                    .hint("retry-after", "{wait-seconds}"))
            .on(
                    limitedByGroq("tokens per minute (TPM): Limit 6000, Used 5500, Requested 1266. Please try again in"
                            + " 1m2.5s."),
                    RATE_LIMITED_BODY,
                    SLOW_DOWN)
            .on(
                    RATE_LIMITED_DAY,
                    limitedByGroq("tokens per day (TPD): Limit 100000, Used 99846, Requested 823."
                            + " Please try again in 9m38.016s."))
            .on(
                    REQUEST_TOO_LARGE,
                    413,
                    "tokens",
                    "rate_limit_exceeded",
                    "Request too large for model `{model}` in organization `{org}` on tokens per minute (TPM): Limit"
                            + " 6000, Requested 12328, please reduce your message size and try again.")
            .withoutMoney(ErrorAnswer.of(
                    403, "permission_error", "blocked", "Your organization has reached its spend limit."))
            .on(OVERLOADED, 498, "server_error", "capacity_exceeded", "Flex tier capacity exceeded.")
            .on(INVALID_KEY, 401, "invalid_request_error", "invalid_api_key", "Invalid API Key");

    static final CompatibleRow DEEPSEEK = CompatibleRow.at("")
            .tells()
            .streams(Habit.USAGE_AT_THE_FINISH, Habit.COMMENTS, Habit.BALANCE)
            .refuses(ErrorAnswer.of(429, "rate_limit_reached", "rate_limit_reached_error", "Rate limit reached"))
            .throttles(ErrorAnswer.of(429, "rate_limit_reached", "rate_limit_reached_error", "Rate limit reached"))
            .withoutMoney(ErrorAnswer.of(402, "unknown_error", "invalid_request_error", "Insufficient Balance"))
            .on(
                    INVALID_KEY,
                    401,
                    "authentication_error",
                    "invalid_request_error",
                    "Authentication Fails, Your api key: ****1234 is invalid")
            .on(MODEL_MISSING, 400, "invalid_request_error", "invalid_request_error", "Model Not Exist")
            .on(OVERLOADED, 503, "service_unavailable_error", "invalid_request_error", "Service is too busy.");

    static final CompatibleRow XAI = CompatibleRow.at("/v1")
            .frame("{\"code\":{code},\"error\":{message}}")
            .streams(Habit.USAGE_ALWAYS, Habit.REASONING_APART)
            .refuses(ErrorAnswer.of(429, "", "resource-exhausted", "Too many requests."))
            .throttles(ErrorAnswer.of(429, "", "resource-exhausted", "Too many requests."))
            .withoutMoney(ErrorAnswer.of(403, "", "permission-denied", NO_MONEY_AT_XAI))
            .on(CREDIT_BALANCE_EXHAUSTED, 429, "", "resource-exhausted", NO_MONEY_AT_XAI)
            .on(
                    INVALID_KEY,
                    400,
                    "",
                    "invalid-argument",
                    "Incorrect API key provided: xa***yz. You can obtain an API key from https://console.x.ai.")
            .on(MODEL_MISSING, 400, "", "invalid-argument", "Model not found: {model}")
            .on(
                    CONTENT_FILTER,
                    403,
                    "",
                    "permission-denied",
                    "Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO")
            .on(
                    FORBIDDEN,
                    403,
                    "",
                    "permission-denied",
                    "The caller does not have permission to execute the specified operation");

    /** Without credit a key looks like a wrong one. */
    static final CompatibleRow PERPLEXITY = CompatibleRow.at("")
            .frame("{\"error\":{\"message\":{message},\"type\":{type},\"code\":{status}}}")
            .tells()
            .refuses(ErrorAnswer.of(429, "rate_limited", null, "Request rate limit exceeded"))
            .withoutMoney(ErrorAnswer.of(401, "invalid_api_key", null, "Invalid API key provided"))
            .on(INVALID_KEY, 401, "invalid_api_key", null, "Invalid API key provided")
            .on(MODEL_MISSING, 400, "invalid_request", null, "Invalid model '{model}'.");

    private CompatibleRows() {}

    private static ErrorAnswer throttledByAzure(String seconds) {
        return ErrorAnswer.of(
                429,
                "",
                "429",
                "Requests to the ChatCompletions_Create Operation have exceeded token rate limit of your current"
                        + " AIServices S0 pricing tier. Please retry after " + seconds + " seconds.");
    }

    private static ErrorAnswer trial(String limit) {
        return ErrorAnswer.of(
                429,
                "",
                null,
                "You are using a Trial key, which is limited to " + limit
                        + ". You can continue to use the Trial key for free or upgrade to a Production key.");
    }

    private static ErrorAnswer limitedByGroq(String limit) {
        return ErrorAnswer.of(
                429,
                "tokens",
                "rate_limit_exceeded",
                "Rate limit reached for model `{model}` in organization `{org}` service tier `on_demand` on " + limit);
    }
}
