package io.keywell.provider;

import static io.keywell.core.FailureClass.BAD_REQUEST;
import static io.keywell.core.FailureClass.CONTEXT;
import static io.keywell.core.FailureClass.CREDENTIAL;
import static io.keywell.core.FailureClass.CREDIT;
import static io.keywell.core.FailureClass.FAULT;
import static io.keywell.core.FailureClass.FILTER;
import static io.keywell.core.FailureClass.FORBIDDEN;
import static io.keywell.core.FailureClass.MODEL_MISSING;
import static io.keywell.core.FailureClass.OVERLOAD;
import static io.keywell.core.FailureClass.RATE_LONG;
import static io.keywell.core.FailureClass.RATE_SHORT;
import static io.keywell.core.FailureClass.TIMEOUT;
import static io.keywell.core.FailureClass.TOO_BIG_FOR_POOL;
import static io.keywell.provider.FailureRule.any;
import static io.keywell.provider.FailureRule.on;

import io.keywell.core.Dimension;
import io.keywell.core.Failure.Scope;
import java.util.List;

/**
 * Where vendors differ from {@link FamilyRules}; a vendor that is not here does not. A 400 may repeat what the caller
 * wrote: a fragment that would punish a key for a 400 must begin the message.
 */
final class VendorRules {

    /** OpenAI's codes are the family's. The text alone means money only here: Gemini says it of a minute's limit. */
    static final List<FailureRule> OPENAI = List.of(on(429, CREDIT).text("exceeded your current quota"));

    static final List<FailureRule> ANTHROPIC = List.of(
            // The tier's cap for the month; such a 429 has no retry-after.
            on(429, CREDIT).label("enforced_spend_limit_reached").lasts(Wait.datedOr(CalendarReset.FIRST_OF_MONTH_UTC)),
            on(400, CREDIT).text("^your credit balance is too low"),
            // Caps that the owner set, for one workspace or for all; the text says until when.
            on(4, CREDIT).text("^you have reached your specified workspace").covers(Scope.POOL),
            on(4, CREDIT).text("^you have reached your specified"),
            on(4, FORBIDDEN).text("^this organization has been disabled").covers(Scope.KEY),
            // The country or the address of the egress.
            on(403, FORBIDDEN).text("^request not allowed").covers(Scope.KEY),
            // A long prompt that this plan does not have; no reset changes that, another plan may.
            on(429, TOO_BIG_FOR_POOL).text("long context"),
            on(400, CONTEXT).text("exceed context limit"),
            on(400, FILTER).text("^output blocked by content filtering policy"),
            // 32 MB, at every key.
            on(413, BAD_REQUEST));

    static final List<FailureRule> MISTRAL = List.of(
            // The tier's capacity for the model is full; our own limit is not.
            on(429, OVERLOAD)
                    .label("3505", "service_tier_capacity_exceeded", "backend_out_of_capacity")
                    .lasts(Wait.hintedOr(30)),
            on(429, OVERLOAD).text("service tier capacity exceeded").lasts(Wait.hintedOr(30)),
            on(429, RATE_LONG)
                    .text("per month", "monthly", "/ month")
                    .lasts(Wait.hintedOr(CalendarReset.FIRST_OF_MONTH_UTC)),
            on(400, CONTEXT).label("3051"),
            on(400, CONTEXT).text("too many tokens", "too large for model"));

    static final List<FailureRule> COHERE = List.of(
            on(429, RATE_SHORT).text("minute").lasts(Wait.hintedOr(60)),
            on(429, RATE_LONG).text("month").lasts(Wait.hintedOr(CalendarReset.FIRST_OF_MONTH_UTC)),
            on(429, RATE_SHORT).lasts(Wait.hintedOr(60)),
            on(402, CREDIT).lasts(Wait.datedOr(CalendarReset.FIRST_OF_MONTH_UTC)),
            // Their own status for blocked content, called "invalid token".
            on(498, FILTER),
            on(400, CONTEXT).text("too many tokens"));

    static final List<FailureRule> GROQ = List.of(
            on(403, CREDIT).text("spend limit", "spend alert"),
            on(429, CREDIT).text("spend limit", "spend alert"),
            on(400, MODEL_MISSING).label("model_decommissioned"));

    static final List<FailureRule> DEEPSEEK = List.of(
            on(429, RATE_SHORT).of(Dimension.CONCURRENT).lasts(Wait.hintedOr(2)),
            on(400, MODEL_MISSING).text("^model not exist"));

    static final List<FailureRule> XAI = List.of(
            on(400, CREDENTIAL).text("^incorrect api key"),
            on(403, CREDIT).text("used all available credits", "monthly spending limit", "have any credits"),
            on(429, CREDIT).text("used all available credits", "monthly spending limit", "have any credits"),
            on(403, FILTER).text("violates usage guidelines", "safety_check_type"),
            on(400, MODEL_MISSING).text("^model not found"));

    static final List<FailureRule> AZURE = List.of(
            // The region's capacity for the model is full; the deployment's own limit is not.
            on(429, OVERLOAD).text("high demand", "temporarily unable to process"),
            on(429, RATE_SHORT).text("retry after", "try again in"),
            on(400, FILTER).label("responsibleaipolicyviolation", "content_filter"),
            on(404, MODEL_MISSING).label("deploymentnotfound"),
            on(403, FORBIDDEN)
                    .text("firewall", "virtual network", "temporarily blocked")
                    .covers(Scope.KEY));

    static final List<FailureRule> BEDROCK = List.of(
            on(429, RATE_LONG).text("per day").lasts(Wait.seconds(3_600)),
            on(429, OVERLOAD).label("modelnotreadyexception"),
            on(429, RATE_SHORT).label("throttlingexception"),
            on(400, RATE_LONG).label("servicequotaexceededexception").lasts(Wait.seconds(3_600)),
            on(400, CONTEXT).text("input is too long"),
            // A model that is to be had through an inference profile only.
            on(400, MODEL_MISSING).text("on-demand throughput isn"),
            on(403, CREDENTIAL)
                    .label("unrecognizedclientexception", "expiredtokenexception", "invalidsignatureexception"),
            on(4, FAULT).label("modelerrorexception", "modelstreamerrorexception"),
            on(4, TIMEOUT).label("modeltimeoutexception"));

    static final List<FailureRule> TOGETHER = List.of(
            on(403, FORBIDDEN).label(ErrorFacts.PAGE),
            // Documented so: prompt and max_tokens are over the context length. No matter of permission.
            on(403, CONTEXT));

    static final List<FailureRule> FIREWORKS = List.of(
            on(412, CREDIT).text("suspended", "spending limit", "failure to pay"),
            // A LoRA that could not be loaded.
            on(412, FAULT));

    static final List<FailureRule> PERPLEXITY = List.of(
            // A key without credit is blocked and looks like a wrong one; topped up, it works again.
            on(401, CREDIT).lasts(Wait.seconds(30 * 60)), on(400, MODEL_MISSING).text("^invalid model"));

    static final List<FailureRule> HUGGINGFACE = List.of(
            on(402, CREDIT).lasts(Wait.datedOr(CalendarReset.FIRST_OF_MONTH_UTC)),
            on(4, MODEL_MISSING).label("model_not_supported"),
            // The token lacks the permission for inference, whatever the model.
            on(403, FORBIDDEN).covers(Scope.KEY));

    /** Its own limits exist only at ollama.com, by plan and for hours or days. */
    static final List<FailureRule> OLLAMA = List.of(on(429, RATE_LONG));

    static final List<FailureRule> LLAMA_CPP = List.of(
            on(503, OVERLOAD).text("loading model").lasts(Wait.hintedOr(5)),
            on(400, CONTEXT).label("exceed_context_size_error"),
            on(501, BAD_REQUEST).label("not_supported_error"));

    /** Of Google's own API and of its OpenAI route, which wraps the same errors in an array. */
    static final List<FailureRule> GEMINI = List.of(
            any(OVERLOAD).label("model_capacity_exhausted"),
            on(429, CREDIT).text("prepayment credits"),
            // Not on this tier: no reset changes that.
            on(429, FORBIDDEN).text("limit: 0"),
            // The delay that comes along is that of the minute's window (36 s), not of the day's.
            on(429, RATE_LONG).text("perday", "daily").lasts(Wait.until(CalendarReset.MIDNIGHT_PACIFIC)),
            on(429, RATE_SHORT).text("perminute").lasts(Wait.hintedOr(60).longAfterMinutes(5)),
            on(429, RATE_SHORT).lasts(Wait.HINTED.longAfterMinutes(5)),
            on(400, CREDENTIAL).label("api_key_invalid", "api_key_expired"),
            on(400, CREDENTIAL).text("^api key not valid", "^api key expired"),
            on(403, CREDENTIAL).text("reported as leaked", "unregistered callers"),
            // The project, for what was done with it.
            on(403, CREDENTIAL).label("consumer_suspended"),
            on(403, FORBIDDEN)
                    .label("service_disabled", "api_key_service_blocked")
                    .covers(Scope.KEY),
            // The country of the egress or of the project, not the model.
            on(400, FORBIDDEN).label("failed_precondition").covers(Scope.KEY),
            on(400, CONTEXT).text("input token count"));

    /** Most models draw from one pool of all customers: a 429 says that the pool is empty, not that a quota is. */
    static final List<FailureRule> VERTEX = List.of(
            on(429, RATE_SHORT).text("exceeded the provisioned throughput"),
            on(429, RATE_SHORT).text("quota exceeded for").lasts(Wait.hintedOr(60)),
            on(429, OVERLOAD),
            on(403, CREDIT).label("billing_disabled"),
            on(403, CREDIT).text("requires billing to be enabled"),
            on(403, FORBIDDEN).label("service_disabled").covers(Scope.KEY),
            // The token is exchanged anew; the key is not at fault.
            on(401, FAULT).label("access_token_expired"),
            // Of the exchange: the account or its key is gone.
            on(400, CREDENTIAL).text("invalid_grant"),
            on(400, FORBIDDEN).label("failed_precondition").covers(Scope.KEY),
            on(400, CONTEXT).text("input token count"));

    /** {@code limit_source} says whose limit it is; 402 and 403 are as often a budget as a purse or a permission. */
    static final List<FailureRule> OPENROUTER = List.of(
            on(402, RATE_SHORT).label("in_flight_budget_exhausted", "openrouter_in_flight_budget"),
            on(402, RATE_SHORT).text("in_flight_budget"),
            on(402, TOO_BIG_FOR_POOL).label("weight_exceeds_budget"),
            on(402, TOO_BIG_FOR_POOL).text("weight_exceeds_budget", "can only afford"),
            on(4, CREDIT)
                    .label("openrouter_key_limit", "openrouter_guardrail_budget")
                    .covers(Scope.KEY),
            on(4, CREDIT).label("openrouter_workspace_budget").covers(Scope.POOL),
            on(402, CREDIT).text("key limit exceeded").covers(Scope.KEY),
            on(403, CREDIT).text("key limit exceeded").covers(Scope.KEY),
            on(403, FILTER).label("content_policy_violation", "moderation", "guardrail"),
            on(403, FILTER).text("flagged", "moderation", "guardrail"),
            on(429, RATE_LONG)
                    .label("openrouter_free_tier_daily")
                    .of(Dimension.REQUESTS_PER_DAY)
                    .lasts(Wait.hintedOr(CalendarReset.MIDNIGHT_UTC)),
            on(429, RATE_LONG).text("free-models-per-day").lasts(Wait.hintedOr(CalendarReset.MIDNIGHT_UTC)),
            on(429, RATE_SHORT).text("free-models-per-min").lasts(Wait.hintedOr(60)),
            // The upstream's throttle, whatever its own body says.
            on(429, RATE_SHORT),
            on(502, OVERLOAD),
            on(400, FILTER).label("refusal"));

    private VendorRules() {}
}
