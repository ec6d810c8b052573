package io.keywell.admission;

import io.keywell.catalog.Model;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many tokens a model's answers have, for callers that set no cap: a running estimate of the 95th percentile, moved
 * by a step up for each longer answer and by a nineteenth of it down for each shorter one. A lost update among
 * threads costs a little accuracy and nothing else.
 */
public final class OutputEstimates {

    private static final double START = 500;
    private static final double QUANTILE = 0.95;
    private static final double STEP = 0.1;
    private static final int MAX_MODELS = 2_000;

    private final Map<String, Estimate> byModel = new ConcurrentHashMap<>();

    /** Output tokens to reserve. */
    public long of(Model model) {
        Estimate estimate = byModel.get(model.name());
        return (long) (estimate == null ? START : estimate.tokens);
    }

    /** An answer had this many output tokens. */
    public void learn(Model model, long outputTokens) {
        Estimate estimate = byModel.get(model.name());
        if (estimate == null) {
            if (byModel.size() >= MAX_MODELS) {
                byModel.clear();
            }
            estimate = byModel.computeIfAbsent(model.name(), name -> new Estimate());
        }
        estimate.learn(outputTokens);
    }

    private static final class Estimate {
        private volatile double tokens = START;

        void learn(long seen) {
            double now = tokens;
            double step = Math.max(1, now * STEP);
            tokens = seen > now ? now + step * QUANTILE : Math.max(1, now - step * (1 - QUANTILE));
        }
    }
}
