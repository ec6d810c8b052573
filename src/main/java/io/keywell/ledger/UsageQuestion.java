package io.keywell.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an operator asks of the sums.
 *
 * @param from the first instant, a whole minute
 * @param to the instant after the last, a whole minute
 * @param bucket how time is cut
 * @param by what is told apart, in this order
 * @param only what is counted: for each dimension the values that are; one tag at most, unless tags are told apart
 * @param after the last row of the page before; empty = the first page
 * @param limit rows of a page
 */
public record UsageQuestion(
        Instant from,
        Instant to,
        Bucket bucket,
        List<Dimension> by,
        Map<Dimension, List<String>> only,
        List<String> after,
        int limit) {

    /** How time is cut; in UTC. */
    public enum Bucket {
        /** Not at all. */
        NONE,
        MINUTE,
        HOUR,
        DAY,
        MONTH
    }

    /** What sums are kept by. */
    public enum Dimension {
        CONSUMER,
        TEAM,
        MODEL,
        PROVIDER,
        KEY,
        /** {@code key=value} as the caller sent it. A call has a sum in each of its tags. */
        TAG;

        private final String column = name().toLowerCase(Locale.ROOT);

        public String column() {
            return column;
        }
    }

    public UsageQuestion {
        by = List.copyOf(by);
        only = Map.copyOf(only);
        after = List.copyOf(after);
    }
}
