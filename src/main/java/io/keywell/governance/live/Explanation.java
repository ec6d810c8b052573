package io.keywell.governance.live;

import io.keywell.core.QuotaKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a request now.
 *
 * @param admitted whether the consumer may make it at present
 * @param reasons why it is not admitted, or why nothing can take it
 * @param candidates in the order of tiers; among the eligible ones of a tier the higher score is preferred
 */
public record Explanation(
        Instant at,
        String model,
        @Nullable String consumer,
        long inputTokens,
        long outputTokens,
        boolean admitted,
        List<Reason> reasons,
        List<CandidateView> candidates) {

    /**
     * @param code one of a fixed list
     * @param until when it is over, null when that is not known or never
     * @param text for people
     */
    public record Reason(String code, @Nullable Instant until, String text) {}

    /**
     * @param score its headroom, weighted
     * @param reasons why it is not eligible; empty when it is
     */
    public record CandidateView(
            String provider,
            String upstreamModel,
            String pool,
            String key,
            int tier,
            int weight,
            double score,
            boolean eligible,
            List<Reason> reasons) {}

    /** What is asked. */
    public record Question(String model, @Nullable String consumer, long inputTokens, long outputTokens) {}

    /** Names the account of a limit in words. */
    static String words(QuotaKey account) {
        return account.owner() + " (" + account.group() + ")";
    }
}
