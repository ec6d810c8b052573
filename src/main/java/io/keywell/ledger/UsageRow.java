package io.keywell.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One sum.
 *
 * @param bucket where its time begins; null when time is not cut
 * @param values of the dimensions that are told apart, in their order; empty text for none
 * @param sums by the measure's name, in a fixed order
 */
public record UsageRow(@Nullable Instant bucket, List<String> values, Map<String, Long> sums) {}
