package io.keywell.simulator;

import static io.keywell.simulator.Fault.BAD_REQUEST;
import static io.keywell.simulator.Fault.CONTENT_FILTER;
import static io.keywell.simulator.Fault.CONTEXT_LENGTH;
import static io.keywell.simulator.Fault.FORBIDDEN;
import static io.keywell.simulator.Fault.INVALID_KEY;
import static io.keywell.simulator.Fault.MODEL_MISSING;
import static io.keywell.simulator.Fault.ORGANIZATION_SPEND_LIMIT_EXCEEDED;
import static io.keywell.simulator.Fault.OVERLOADED;
import static io.keywell.simulator.Fault.PROJECT_SPEND_LIMIT_EXCEEDED;
import static io.keywell.simulator.Fault.RATE_LIMITED_BODY;
import static io.keywell.simulator.Fault.RATE_LIMITED_DAY;
import static io.keywell.simulator.Fault.RATE_LIMITED_HEADER;
import static io.keywell.simulator.Fault.REQUEST_TOO_LARGE;
import static io.keywell.simulator.Fault.SLOW_DOWN;

import io.keywell.simulator.CompatibleRow.Habit;
import io.keywell.simulator.RateGauge.Reset;

/** Those that serve the models of others: services, and servers that one runs oneself. */
final class HostRows {

    private static final String TEXT_ONLY = "{\"error\":{message}}";

    static final CompatibleRow TOGETHER = CompatibleRow.at("/v1")
            .frame("{\"id\":\"{request}\",\"error\":{\"message\":{message},\"type\":{type},\"param\":{param},"
                    + "\"code\":{code}}}")
            .tells(
                    RateGauge.named("x-ratelimit-{}", Standing::requests, Reset.SECONDS),
                    RateGauge.withoutReset("x-tokenlimit-{}", Standing::tokens))
            .refuses(ErrorAnswer.of(429, "rate_limit", null, "You have been rate limited."))
            .withoutMoney(ErrorAnswer.of(402, "credit_limit", null, "Monthly spending limit reached"))
            .on(
                    CONTEXT_LENGTH,
                    403,
                    "invalid_request_error",
                    null,
                    "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193.")
            .on(OVERLOADED, 503, "service_unavailable", null, "The server is overloaded");

    static final CompatibleRow FIREWORKS = CompatibleRow.at("/inference/v1")
            .frame("{\"error\":{\"object\":\"error\",\"type\":{type},\"code\":{code},\"message\":{message}}}")
            .tells(
                    RateGauge.withoutReset("x-ratelimit-{}-requests", Standing::requests)
                            .warning("x-ratelimit-over-limit"),
                    RateGauge.withoutReset("x-ratelimit-{}-tokens-prompt", Standing::input),
                    RateGauge.withoutReset("x-ratelimit-{}-tokens-generated", Standing::output))
            .streams(Habit.USAGE_AT_THE_FINISH)
            .refuses(ErrorAnswer.of(429, "rate_limit_error", null, "Rate limit exceeded, please try again later"))
            .withoutMoney(ErrorAnswer.of(
                    412,
                    "error",
                    "PRECONDITION_FAILED",
                    "Account my-account is suspended, possibly due to reaching the monthly spending limit or"
                            + " failure to pay past invoices."))
            .on(INVALID_KEY, 401, "invalid_request_error", "UNAUTHORIZED", "The API key you provided is invalid.")
            .on(
                    MODEL_MISSING,
                    404,
                    "invalid_request_error",
                    "NOT_FOUND",
                    "Model not found, inaccessible, and/or not deployed");

    static final CompatibleRow OPENROUTER = CompatibleRow.at("/api/v1")
            .frame("{\"error\":{\"code\":{status},\"message\":{message},\"metadata\":{{details}}},"
                    + "\"user_id\":\"user_{org}\"}")
            .tells()
            .streams(Habit.USAGE_ALWAYS, Habit.COMMENTS)
            .refuses(ErrorAnswer.of(429, "", null, "Rate limit exceeded: free-models-per-min. ")
                    .detail("\"headers\":{\"X-RateLimit-Limit\":\"{limit}\",\"X-RateLimit-Remaining\":\"0\","
                            + "\"X-RateLimit-Reset\":\"{now+{wait-ms}}\"}")
                    .hint("x-ratelimit-reset", "{now+{wait-ms}}"))
            .on(
                    RATE_LIMITED_BODY,
                    ErrorAnswer.of(429, "", null, "Rate limit exceeded: free-models-per-min. ")
                            .detail("\"headers\":{\"X-RateLimit-Reset\":\"{now+30000}\"}"))
            .on(
                    RATE_LIMITED_HEADER,
                    ErrorAnswer.of(429, "", null, "Rate limit exceeded: free-models-per-min. ")
                            .hint("x-ratelimit-reset", "{now+30000}"))
            .on(
                    RATE_LIMITED_DAY,
                    ErrorAnswer.of(429, "", null, "Rate limit exceeded: free-models-per-day.")
                            .detail(
                                    "\"limit_source\":\"openrouter_free_tier_daily\",\"headers\":{\"X-RateLimit-Limit\":"
                                            + "\"50\",\"X-RateLimit-Remaining\":\"0\",\"X-RateLimit-Reset\":\"{midnight-ms}\"}"))
            .on(
                    SLOW_DOWN,
                    ErrorAnswer.of(402, "", null, "Too much in flight")
                            .detail("\"error_type\":\"in_flight_budget_exhausted\",\"limit_source\":"
                                    + "\"openrouter_in_flight_budget\"")
                            .hint("retry-after", "3"))
            .on(
                    REQUEST_TOO_LARGE,
                    402,
                    "",
                    null,
                    "This request requires more credits, or fewer max_tokens. You requested up to 16384 tokens, but can"
                            + " only afford 1234.")
            .withoutMoney(
                    ErrorAnswer.of(402, "", null, "Insufficient credits. Add more using https://openrouter.ai/credits")
                            .detail("\"limit_source\":\"openrouter_credits\""))
            .on(
                    PROJECT_SPEND_LIMIT_EXCEEDED,
                    ErrorAnswer.of(403, "", null, "Key limit exceeded (daily limit).")
                            .detail("\"limit_source\":\"openrouter_key_limit\",\"resets_at\":\"{midnight}\""))
            .on(
                    ORGANIZATION_SPEND_LIMIT_EXCEEDED,
                    ErrorAnswer.of(403, "", null, "Workspace budget exceeded")
                            .detail("\"limit_source\":\"openrouter_workspace_budget\",\"resets_at\":{midnight-ms}"))
            .on(
                    CONTENT_FILTER,
                    ErrorAnswer.of(403, "", null, "{model} requires moderation. Your input was flagged")
                            .detail("\"reasons\":[\"violence\"],\"flagged_input\":\"how to ...\""))
            .on(INVALID_KEY, 401, "", null, "User not found.")
            .on(MODEL_MISSING, 404, "", null, "No endpoints found matching your data policy.")
            .on(
                    CONTEXT_LENGTH,
                    ErrorAnswer.of(400, "", null, "Provider returned error")
                            .detail(
                                    "\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"This model's maximum context length is 8192"
                                            + " tokens.\\\"}}\""))
            .on(
                    OVERLOADED,
                    ErrorAnswer.of(502, "", null, "Provider returned error")
                            .detail("\"error_type\":\"provider_unavailable\""));

    static final CompatibleRow HUGGINGFACE = CompatibleRow.at("/v1")
            .frame(TEXT_ONLY)
            .tells()
            .refuses(ErrorAnswer.of(429, "", null, "Too many requests")
                    .hint("ratelimit", "\"api\";r=0;t={wait-seconds}"))
            .on(
                    RATE_LIMITED_HEADER,
                    ErrorAnswer.of(429, "", null, "Too many requests").hint("ratelimit", "\"api\";r=0;t=31"))
            .withoutMoney(ErrorAnswer.of(
                    402,
                    "",
                    null,
                    "You have depleted your monthly included credits. Purchase pre-paid credits to continue."))
            .on(INVALID_KEY, 401, "", null, "Invalid username or password.")
            .on(
                    FORBIDDEN,
                    403,
                    "",
                    null,
                    "This authentication method does not have sufficient permissions to call"
                            + " Inference Providers.");

    static final CompatibleRow OLLAMA = CompatibleRow.at("/v1")
            .withoutKeys()
            .tells()
            .refuses(ErrorAnswer.of(429, "api_error", null, "you've reached your usage limit"))
            .withoutMoney(ErrorAnswer.of(429, "api_error", null, "you've reached your usage limit"))
            .on(MODEL_MISSING, 404, "not_found_error", null, "model \"{model}\" not found, try pulling it first")
            .on(
                    OVERLOADED,
                    503,
                    "api_error",
                    null,
                    "server busy, please try again.  maximum pending requests exceeded");

    static final CompatibleRow VLLM = CompatibleRow.at("/v1")
            .withoutKeys()
            .frame("{\"error\":{\"message\":{message},\"type\":{type},\"param\":{param},\"code\":{status}}}")
            .tells()
            .on(
                    CONTEXT_LENGTH,
                    400,
                    "BadRequestError",
                    null,
                    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.")
            .on(BAD_REQUEST, 400, "BadRequestError", null, "top_p must be in (0, 1], got 2.")
            .on(INVALID_KEY, 401, "Unauthorized", null, "Unauthorized")
            .on(MODEL_MISSING, 404, "NotFoundError", null, "The model `{model}` does not exist.");

    static final CompatibleRow LLAMA_CPP = CompatibleRow.at("/v1")
            .withoutKeys()
            .frame("{\"error\":{\"code\":{status},\"message\":{message},\"type\":{type}}}")
            .tells()
            .on(OVERLOADED, 503, "unavailable_error", null, "Loading model")
            .on(
                    CONTEXT_LENGTH,
                    400,
                    "exceed_context_size_error",
                    null,
                    "the request exceeds the available context size, try increasing it")
            .on(INVALID_KEY, 401, "authentication_error", null, "Invalid API Key");

    private HostRows() {}
}
