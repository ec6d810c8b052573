package io.keywell.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one call when it is over. Written exactly once for each call, also a failed or cancelled one.
 *
 * @param startedMillis epoch milliseconds at arrival
 * @param team the caller's, null for none
 * @param dialect in which it was asked
 * @param requestedModel as asked
 * @param modelLabel for metrics: never a name that a caller made up
 * @param provider who served it, null when nobody did
 * @param outcome how it ended
 * @param cost null when nobody served the call or nobody knows the price
 * @param waitedNanos time in the waiting room
 * @param overheadNanos time in the gateway before the (first) upstream call was sent, without the waiting room
 * @param firstTokenNanos from arrival to the first byte of content sent on; 0 = none
 * @param totalNanos from arrival to the end
 */
public record CallRecord(
        String id,
        long startedMillis,
        String consumer,
        @Nullable String team,
        Dialect dialect,
        Operation operation,
        String requestedModel,
        String modelLabel,
        @Nullable String provider,
        @Nullable String upstreamModel,
        @Nullable String key,
        @Nullable String pool,
        Outcome outcome,
        GatewayError.@Nullable Kind error,
        List<AttemptRecord> attempts,
        Usage usage,
        @Nullable Cost cost,
        boolean streamed,
        long waitedNanos,
        long overheadNanos,
        long firstTokenNanos,
        long totalNanos,
        @Nullable String tags) {

    /** How a call ended. */
    public enum Outcome {
        OK,
        /** The gateway refused: the caller's fault, its limits, or nothing left. */
        REFUSED,
        /** No candidate could answer. */
        FAILED,
        /** The answer broke after its first content. */
        BROKEN,
        /** The caller went away. */
        CANCELLED;

        private final String label = name().toLowerCase(java.util.Locale.ROOT);

        /** The value of the metric label. */
        public String label() {
            return label;
        }
    }

    /**
     * One try of one candidate.
     *
     * @param failure null when it answered, or the caller went away before it could
     */
    public record AttemptRecord(String provider, String pool, String key, @Nullable FailureClass failure) {}
}
