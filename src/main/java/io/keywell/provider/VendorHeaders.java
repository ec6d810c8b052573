package io.keywell.provider;

import static io.keywell.core.Dimension.INPUT_TOKENS_PER_MINUTE;
import static io.keywell.core.Dimension.OUTPUT_TOKENS_PER_MINUTE;
import static io.keywell.core.Dimension.REQUESTS_PER_DAY;
import static io.keywell.core.Dimension.REQUESTS_PER_MINUTE;
import static io.keywell.core.Dimension.TOKENS_PER_DAY;
import static io.keywell.core.Dimension.TOKENS_PER_MINUTE;
import static io.keywell.provider.RateHeaders.Gauge.onlyEmpty;
import static io.keywell.provider.RateHeaders.Gauge.plain;

import io.keywell.provider.RateHeaders.Gauge;
import io.keywell.provider.RateHeaders.Reading;
import java.util.List;

/** Under which headers vendors report what is left; one that is not here reports nothing. */
final class VendorHeaders {

    private static final String REQUESTS_LIMIT = "x-ratelimit-limit-requests";
    private static final String REQUESTS_REMAINING = "x-ratelimit-remaining-requests";
    private static final String REQUESTS_RESET = "x-ratelimit-reset-requests";
    private static final String TOKENS_LIMIT = "x-ratelimit-limit-tokens";
    private static final String TOKENS_REMAINING = "x-ratelimit-remaining-tokens";
    private static final String TOKENS_RESET = "x-ratelimit-reset-tokens";

    static final RateHeaders OPENAI = new RateHeaders(
            new Gauge(
                    REQUESTS_LIMIT,
                    REQUESTS_REMAINING,
                    REQUESTS_RESET,
                    REQUESTS_PER_MINUTE,
                    REQUESTS_PER_DAY,
                    Reading.BY_REFILL),
            new Gauge(
                    TOKENS_LIMIT, TOKENS_REMAINING, TOKENS_RESET, TOKENS_PER_MINUTE, TOKENS_PER_DAY, Reading.BY_RESET));

    /** Under OpenAI's names, but always the requests of the day and the tokens of the minute. */
    static final RateHeaders GROQ = new RateHeaders(
            plain(REQUESTS_PER_DAY, REQUESTS_LIMIT, REQUESTS_REMAINING, REQUESTS_RESET),
            plain(TOKENS_PER_MINUTE, TOKENS_LIMIT, TOKENS_REMAINING, TOKENS_RESET));

    /** A limit below the configured one is lowered for a time; requests are policed over seconds, so no minute follows. */
    static final RateHeaders AZURE = new RateHeaders(
            onlyEmpty(REQUESTS_PER_MINUTE, REQUESTS_LIMIT, REQUESTS_REMAINING, REQUESTS_RESET),
            plain(TOKENS_PER_MINUTE, TOKENS_LIMIT, TOKENS_REMAINING, null));

    /**
     * Of a bucket that refills steadily, tokens rounded to thousands. {@code tokens} repeats whichever limit is the
     * narrowest, of the organisation or of the workspace: which one it counts is not said.
     */
    static final RateHeaders ANTHROPIC = new RateHeaders(
            plain(
                    REQUESTS_PER_MINUTE,
                    "anthropic-ratelimit-requests-limit",
                    "anthropic-ratelimit-requests-remaining",
                    "anthropic-ratelimit-requests-reset"),
            plain(
                    INPUT_TOKENS_PER_MINUTE,
                    "anthropic-ratelimit-input-tokens-limit",
                    "anthropic-ratelimit-input-tokens-remaining",
                    "anthropic-ratelimit-input-tokens-reset"),
            plain(
                    OUTPUT_TOKENS_PER_MINUTE,
                    "anthropic-ratelimit-output-tokens-limit",
                    "anthropic-ratelimit-output-tokens-remaining",
                    "anthropic-ratelimit-output-tokens-reset"),
            onlyEmpty(
                    TOKENS_PER_MINUTE,
                    "anthropic-ratelimit-tokens-limit",
                    "anthropic-ratelimit-tokens-remaining",
                    "anthropic-ratelimit-tokens-reset"));

    static final RateHeaders MISTRAL = new RateHeaders(
            plain(REQUESTS_PER_MINUTE, "x-ratelimit-limit-req-minute", "x-ratelimit-remaining-req-minute", null),
            plain(TOKENS_PER_MINUTE, "x-ratelimit-limit-tokens-minute", "x-ratelimit-remaining-tokens-minute", null));

    /** Trial keys only. */
    static final RateHeaders COHERE = new RateHeaders(
            plain(REQUESTS_PER_MINUTE, "x-trial-endpoint-call-limit", "x-trial-endpoint-call-remaining", null));

    /** Figures by the second of a limit that moves with use: no limit of a minute follows from them. */
    static final RateHeaders TOGETHER = new RateHeaders(
            onlyEmpty(REQUESTS_PER_MINUTE, "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"),
            onlyEmpty(TOKENS_PER_MINUTE, "x-tokenlimit-limit", "x-tokenlimit-remaining", "x-ratelimit-reset"));

    static final RateHeaders FIREWORKS = new RateHeaders(
            List.of(
                    plain(REQUESTS_PER_MINUTE, REQUESTS_LIMIT, REQUESTS_REMAINING, null),
                    plain(
                            INPUT_TOKENS_PER_MINUTE,
                            "x-ratelimit-limit-tokens-prompt",
                            "x-ratelimit-remaining-tokens-prompt",
                            null),
                    plain(
                            OUTPUT_TOKENS_PER_MINUTE,
                            "x-ratelimit-limit-tokens-generated",
                            "x-ratelimit-remaining-tokens-generated",
                            null)),
            "x-ratelimit-over-limit");

    private VendorHeaders() {}
}
