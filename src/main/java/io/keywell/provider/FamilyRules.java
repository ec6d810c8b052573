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

import io.keywell.core.Failure.Scope;
import java.util.List;
import java.util.Map;

/**
 * What every vendor of the family says like OpenAI, and what a bare status means. A vendor's own rules stand before
 * these, so only what differs is written in its row.
 */
final class FamilyRules {

    /** OpenAI's codes, which the family imitates. */
    static final List<FailureRule> CODES = List.of(
            any(CREDIT).label("insufficient_quota", "credit_balance_exhausted"),
            any(CREDIT)
                    .label("organization_spend_limit_exceeded", "organization_usage_limit_exceeded")
                    .lasts(Wait.datedOr(CalendarReset.FIRST_OF_MONTH_UTC)),
            any(CREDIT)
                    .label("project_spend_limit_exceeded")
                    .covers(Scope.POOL)
                    .lasts(Wait.datedOr(CalendarReset.FIRST_OF_MONTH_UTC)),
            on(429, RATE_SHORT).label("slow_down").lasts(Wait.hintedAtLeast(15)),
            on(429, TOO_BIG_FOR_POOL).text("request too large"),
            on(413, TOO_BIG_FOR_POOL).text("request too large", "tokens per min"),
            on(429, RATE_LONG).text("per day", "(rpd)", "(tpd)"),
            any(OVERLOAD).label("server_is_overloaded", "overloaded_error", "insufficient_system_resource"),
            on(429, OVERLOAD).text("currently overloaded"),
            any(CONTEXT).label("context_length_exceeded"),
            on(400, CONTEXT).text("context length", "context window", "context size", "prompt is too long"),
            on(413, CONTEXT).text("context length", "context window", "context size", "prompt is too long"),
            on(422, CONTEXT).text("context length", "context window", "context size", "prompt is too long"),
            on(4, FILTER).label("content_filter", "content_policy_violation", "moderation_blocked", "invalid_prompt"),
            any(CREDENTIAL).label("invalid_api_key"),
            on(4, MODEL_MISSING).label("model_not_found", "invalid_model"),
            on(401, FORBIDDEN)
                    .text("member of an organization", "ip not authorized", "ip address", "ip allowlist")
                    .covers(Scope.KEY),
            on(403, FORBIDDEN).label("unsupported_country_region_territory").covers(Scope.KEY),
            on(403, FORBIDDEN).text("country, region, or territory").covers(Scope.KEY));

    /** What a status means when nothing else is known; the last one takes everything. */
    static final List<FailureRule> STATUSES = List.of(
            on(401, CREDENTIAL),
            on(402, CREDIT),
            on(403, FORBIDDEN),
            on(404, MODEL_MISSING),
            on(405, MODEL_MISSING),
            on(410, MODEL_MISSING),
            on(408, TIMEOUT),
            on(407, FAULT),
            on(409, FAULT),
            on(424, FAULT),
            on(425, FAULT),
            on(499, FAULT),
            on(413, TOO_BIG_FOR_POOL),
            on(429, RATE_SHORT),
            on(498, OVERLOAD),
            on(4, BAD_REQUEST),
            on(503, OVERLOAD),
            on(529, OVERLOAD),
            on(504, TIMEOUT),
            on(524, TIMEOUT),
            any(FAULT));

    /** The status that an error inside a 200 would have had, by its label, when it states no number. */
    private static final Map<String, Integer> STATUS_OF_LABEL = Map.ofEntries(
            Map.entry("rate_limit_exceeded", 429),
            Map.entry("throttlingexception", 429),
            Map.entry("modelstreamerrorexception", 424),
            Map.entry("modeltimeoutexception", 408),
            Map.entry("validationexception", 400),
            Map.entry("serviceunavailableexception", 503),
            Map.entry("rate_limit_error", 429),
            Map.entry("rate_limited", 429),
            Map.entry("insufficient_quota", 429),
            Map.entry("slow_down", 429),
            Map.entry("resource_exhausted", 429),
            Map.entry("invalid_api_key", 401),
            Map.entry("authentication_error", 401),
            Map.entry("billing_error", 402),
            Map.entry("permission_denied", 403),
            Map.entry("permission_error", 403),
            Map.entry("model_not_found", 404),
            Map.entry("not_found_error", 404),
            Map.entry("invalid_request_error", 400),
            Map.entry("badrequesterror", 400),
            Map.entry("invalid_argument", 400),
            Map.entry("context_length_exceeded", 400),
            Map.entry("content_filter", 400),
            Map.entry("invalid_prompt", 400),
            Map.entry("request_too_large", 413),
            Map.entry("service_unavailable_error", 503),
            Map.entry("server_is_overloaded", 503),
            Map.entry("overloaded_error", 503),
            Map.entry("unavailable", 503),
            Map.entry("timeout", 504),
            Map.entry("timeout_error", 504),
            Map.entry("deadline_exceeded", 504));

    private FamilyRules() {}

    /**
     * The status of an error that came inside a 200: the one that it states, else the greatest that a label stands for
     * ({@code invalid_request_error} is said of nearly everything and tells least), else 500.
     */
    static int statusInside(ErrorFacts facts) {
        int stated = facts.status();
        if (stated != 0) {
            return stated;
        }
        return facts.labels().stream()
                .mapToInt(label -> STATUS_OF_LABEL.getOrDefault(label, 0))
                .filter(status -> status != 0)
                .max()
                .orElse(500);
    }
}
