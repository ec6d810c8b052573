package io.keywell.flow;

import io.keywell.catalog.Consumer;
import io.keywell.catalog.Model;
import io.keywell.catalog.Price;
import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Cost;
import io.keywell.core.Exchange;
import io.keywell.core.GatewayError;
import io.keywell.core.Usage;
import io.keywell.routing.Candidate;
import io.keywell.upstream.Walk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what the record of a call says. */
final class RecordOf {

    /** Stands for a caller or a model that nobody configured, so that no caller can invent a label. */
    private static final String UNKNOWN = "unknown";

    private final Exchange exchange;
    private final String consumer;
    private final @Nullable String team;
    private final String label;
    private final long endedNanos;
    private List<AttemptRecord> attempts = List.of();
    private long waitedNanos;
    private long overheadNanos;

    /**
     * @param caller null when nobody knows it
     * @param model null when nobody configured it
     */
    RecordOf(Exchange exchange, @Nullable Consumer caller, @Nullable Model model, long endedNanos) {
        this.exchange = exchange;
        this.consumer = caller == null ? UNKNOWN : caller.name();
        this.team = caller == null ? null : caller.team();
        this.label = model == null ? UNKNOWN : model.label();
        this.endedNanos = endedNanos;
    }

    RecordOf along(Walk walk) {
        attempts = walk.attempts();
        waitedNanos = walk.waitedMillis() * 1_000_000;
        long sentNanos = walk.sentNanos();
        long waitedBefore = walk.waitedBeforeSendingMillis() * 1_000_000;
        overheadNanos = sentNanos == 0 ? 0 : sentNanos - exchange.arrivalNanos() - waitedBefore;
        return this;
    }

    private static @Nullable Cost cost(Candidate by, Usage usage) {
        Price price = by.target().price();
        return price == null ? null : price.of(usage);
    }

    CallRecord refused(GatewayError.Kind error) {
        return ended(null, Outcome.REFUSED, error, Usage.NONE, 0);
    }

    /**
     * @param committedNanos when the first content was there, on the monotonic clock; 0 = never
     */
    CallRecord ended(
            @Nullable Candidate by,
            Outcome outcome,
            GatewayError.@Nullable Kind error,
            Usage usage,
            long committedNanos) {
        long arrival = exchange.arrivalNanos();
        return new CallRecord(
                exchange.id(),
                exchange.arrivalMillis(),
                consumer,
                team,
                exchange.dialect(),
                exchange.operation(),
                exchange.model(),
                label,
                by == null ? null : by.provider(),
                by == null ? null : by.target().upstreamModel(),
                by == null ? null : by.key().name(),
                by == null ? null : by.pool().name(),
                outcome,
                error,
                attempts,
                usage,
                by == null ? null : cost(by, usage),
                exchange.stream(),
                waitedNanos,
                overheadNanos,
                committedNanos == 0 ? 0 : committedNanos - arrival,
                endedNanos - arrival,
                exchange.tags());
    }
}
