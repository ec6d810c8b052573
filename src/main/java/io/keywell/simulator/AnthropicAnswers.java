package io.keywell.simulator;

import io.keywell.core.Operation;
import io.keywell.simulator.Standing.Allowance;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

final class AnthropicAnswers implements Answers {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("request-id");
    private static final CharSequence ORGANIZATION = HttpHeaders.createOptimized("anthropic-organization-id");
    private static final RateHeaders REQUESTS = new RateHeaders("requests", 1);
    private static final RateHeaders TOKENS = new RateHeaders("tokens", RateHeaders.THOUSAND);
    private static final RateHeaders INPUT = new RateHeaders("input-tokens", RateHeaders.THOUSAND);
    private static final RateHeaders OUTPUT = new RateHeaders("output-tokens", RateHeaders.THOUSAND);

    @Override
    public void head(MultiMap headers, Head head) {
        headers.set(REQUEST_ID, head.requestId());
        if (head.pool() != null) {
            headers.set(ORGANIZATION, head.pool().organization());
        }
        Standing standing = head.standing();
        if (standing != null) {
            REQUESTS.put(headers, standing.requests(), head.nowMillis());
            INPUT.put(headers, standing.input(), head.nowMillis());
            OUTPUT.put(headers, standing.output(), head.nowMillis());
            TOKENS.put(headers, narrowest(standing), head.nowMillis());
        }
    }

    /** The limit of tokens of which the smallest share is left. */
    private static Allowance narrowest(Standing standing) {
        Allowance narrowest = standing.tokens();
        for (Allowance other : new Allowance[] {standing.input(), standing.output()}) {
            if (other.limit() > 0 && (narrowest.limit() == 0 || share(other) < share(narrowest))) {
                narrowest = other;
            }
        }
        return narrowest;
    }

    private static double share(Allowance allowance) {
        return (double) allowance.remaining() / allowance.limit();
    }

    @Override
    public String models() {
        return "{\"data\":[{\"type\":\"model\",\"id\":\"claude-opus-4-1\",\"display_name\":\"Simulated Opus\","
                + "\"created_at\":\"2025-08-05T00:00:00Z\"},{\"type\":\"model\",\"id\":\"claude-haiku-4-5\","
                + "\"display_name\":\"Simulated Haiku\",\"created_at\":\"2025-10-15T00:00:00Z\"}],"
                + "\"has_more\":false,\"first_id\":\"claude-opus-4-1\",\"last_id\":\"claude-haiku-4-5\"}";
    }

    @Override
    public @Nullable String document(Operation operation, Ask ask) {
        return operation == Operation.COUNT_TOKENS ? "{\"input_tokens\":" + ask.promptTokens() + "}" : null;
    }

    @Override
    public String id(Operation operation, String number) {
        return "msg_sim_" + number;
    }

    @Override
    public String json(Reply reply, boolean usage) {
        return Messages.json(reply, usage);
    }

    @Override
    public Events events(Reply reply) {
        return new MessageEvents(reply);
    }

    /** The three headers of one dimension. */
    private static final class RateHeaders {

        static final long THOUSAND = 1_000;

        private final CharSequence limit;
        private final CharSequence remaining;
        private final CharSequence reset;
        private final long rounding;

        RateHeaders(String dimension, long rounding) {
            limit = HttpHeaders.createOptimized("anthropic-ratelimit-" + dimension + "-limit");
            remaining = HttpHeaders.createOptimized("anthropic-ratelimit-" + dimension + "-remaining");
            reset = HttpHeaders.createOptimized("anthropic-ratelimit-" + dimension + "-reset");
            this.rounding = rounding;
        }

        void put(MultiMap headers, Allowance allowance, long nowMillis) {
            if (allowance.limit() > 0) {
                headers.set(limit, Long.toString(allowance.limit()));
                headers.set(remaining, Long.toString(rounded(allowance)));
                long second = (nowMillis + allowance.resetMillis() + 999) / 1_000;
                headers.set(reset, Instant.ofEpochSecond(second).toString());
            }
        }

        /** To the nearest thousand, as Anthropic does; limits that are small themselves stay exact. */
        private long rounded(Allowance allowance) {
            return allowance.limit() < 10 * rounding
                    ? allowance.remaining()
                    : (allowance.remaining() + rounding / 2) / rounding * rounding;
        }
    }
}
