package io.keywell.admission;

import io.keywell.catalog.Model;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far a model's guessed prompt tokens are off, learned from what its providers report: a running mean of reported by
 * guessed, and its mean deviation, which is added so that a reservation is seldom too small. A lost update among threads
 * costs a little accuracy and nothing else.
 */
public final class InputEstimates {

    /** A prompt shorter than this tells more of the chat template than of the text. */
    private static final long TELLING_TOKENS = 64;

    /** One odd report, or a picture that is priced by its size, must not turn everything. */
    private static final double MOST = 4;

    private static final double LEAST = 1 / MOST;

    /** How many reports the first guess weighs, and how many the mean looks back on. */
    private static final int PRIOR = 4;

    private static final int MEMORY = 64;
    private static final int MAX_MODELS = 2_000;

    private static final Ratio UNKNOWN = new Ratio(1, 0, PRIOR);

    private final Map<String, Ratio> byModel = new ConcurrentHashMap<>();

    /** Input tokens to reserve for a request that was guessed to have so many. */
    public long of(Model model, long guessed) {
        Ratio ratio = byModel.get(model.name());
        return ratio == null ? guessed : (long) Math.ceil(guessed * (ratio.mean + ratio.deviation));
    }

    /** A request that was guessed to have so many input tokens had so many. */
    public void learn(Model model, long guessed, long reported) {
        if (guessed < TELLING_TOKENS || reported <= 0) {
            return;
        }
        Ratio known = byModel.get(model.name());
        if (known == null && byModel.size() >= MAX_MODELS) {
            byModel.clear();
        }
        double seen = Math.max(LEAST, Math.min(MOST, (double) reported / guessed));
        byModel.put(model.name(), (known == null ? UNKNOWN : known).with(seen));
    }

    /** @param reports how many there were, at most {@link #MEMORY} */
    private record Ratio(double mean, double deviation, int reports) {

        Ratio with(double seen) {
            int count = Math.min(MEMORY, reports + 1);
            double off = seen - mean;
            return new Ratio(mean + off / count, deviation + (Math.abs(off) - deviation) / count, count);
        }
    }
}
