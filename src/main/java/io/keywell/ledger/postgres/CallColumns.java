package io.keywell.ledger.postgres;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.Cost;
import io.keywell.ledger.Tags;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the ledger in the order in which they are bound: the number of each call's kind, what each call has for
 * itself, and then what each kind has.
 */
final class CallColumns {

    /** Not in a tag: tags stand in a header. */
    private static final String BETWEEN_TAGS = "\n";

    private static final List<Column<CallRecord>> OF_CALL = List.of(
            Column.text("id", CallRecord::id),
            new Column<>("started_at", "timestamptz", OffsetDateTime.class, CallColumns::started),
            Column.number("input_tokens", call -> call.usage().input()),
            Column.number("output_tokens", call -> call.usage().output()),
            Column.number("cache_read_tokens", call -> call.usage().cacheRead()),
            Column.number("cache_write_tokens", call -> call.usage().cacheWrite()),
            Column.number("reasoning_tokens", call -> call.usage().reasoning()),
            Column.number("cost_micros", cost(cost -> cost.total().micros())),
            Column.number("cost_input", cost(Cost::input)),
            Column.number("cost_output", cost(Cost::output)),
            Column.number("cost_cache_read", cost(Cost::cacheRead)),
            Column.number("cost_cache_write", cost(Cost::cacheWrite)),
            Column.number("waited_us", call -> call.waitedNanos() / 1_000),
            Column.number("overhead_us", call -> call.overheadNanos() / 1_000),
            Column.number("first_token_us", call -> call.firstTokenNanos() / 1_000),
            Column.number("total_us", call -> call.totalNanos() / 1_000));

    private static final List<Column<CallRecord>> OF_KIND = List.of(
            Column.text("consumer", CallRecord::consumer),
            Column.text("team", CallRecord::team),
            Column.text("dialect", call -> lower(call.dialect())),
            Column.text("operation", call -> lower(call.operation())),
            Column.text("requested_model", CallRecord::requestedModel),
            Column.text("model", CallRecord::modelLabel),
            Column.text("provider", CallRecord::provider),
            Column.text("upstream_model", CallRecord::upstreamModel),
            Column.text("key", CallRecord::key),
            Column.text("pool", CallRecord::pool),
            Column.text("outcome", call -> call.outcome().label()),
            Column.text("error", call -> lower(call.error())),
            Column.flag("estimated", call -> call.usage().estimated()),
            Column.flag("streamed", CallRecord::streamed));

    /** These are not stored as they are bound. */
    private static final List<Column<CallRecord>> CONVERTED = List.of(
            Column.text("attempts", CallColumns::attempts),
            Column.text("tags", call -> String.join(BETWEEN_TAGS, Tags.of(call.tags()))));

    private static final String STORED_CONVERTED = "kind.attempts::jsonb, string_to_array(kind.tags, E'\\n')";

    /** How many parameters there are. */
    static final int COUNT = 1 + OF_CALL.size() + OF_KIND.size() + CONVERTED.size();

    private CallColumns() {}

    private static Function<CallRecord, @Nullable Long> cost(Function<Cost, Long> part) {
        return call -> call.cost() == null ? null : part.apply(call.cost());
    }

    private static @Nullable String lower(@Nullable Enum<?> name) {
        return name == null ? null : name.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime started(CallRecord call) {
        return Instant.ofEpochMilli(call.startedMillis()).atOffset(ZoneOffset.UTC);
    }

    private static String attempts(CallRecord call) {
        JsonArray attempts = new JsonArray();
        for (AttemptRecord attempt : call.attempts()) {
            attempts.add(new JsonObject()
                    .put("provider", attempt.provider())
                    .put("pool", attempt.pool())
                    .put("key", attempt.key())
                    .put("class", attempt.failure() == null ? "ok" : lower(attempt.failure())));
        }
        return attempts.encode();
    }

    static Tuple bind(List<CallRecord> calls) {
        Kinds kinds = new Kinds(calls);
        Tuple tuple = Tuple.tuple();
        tuple.addValue(kinds.ofCalls());
        Column.bind(OF_CALL, calls, tuple);
        Column.bind(OF_KIND, kinds.samples(), tuple);
        Column.bind(CONVERTED, kinds.samples(), tuple);
        return tuple;
    }

    /** The columns as an insert names them. */
    static String names() {
        return Stream.of(OF_CALL, OF_KIND, CONVERTED).map(Column::names).collect(Collectors.joining(", "));
    }

    /**
     * The rows of the calls, their columns in the order of {@link #names()}. Each call has a kind and each kind a call, so
     * that the full join is an inner one; but it is never made by comparing each with each, however many kinds the planner
     * expects.
     */
    static String rows() {
        return "select %s, %s, %s from unnest($1::int[], %s) as call (kind, %s) full join unnest(%s, %s) with ordinality as kind (%s, %s, number) on call.kind = kind.number"
                .formatted(
                        of("call", OF_CALL),
                        of("kind", OF_KIND),
                        STORED_CONVERTED,
                        Column.parameters(OF_CALL, 2),
                        Column.names(OF_CALL),
                        Column.parameters(OF_KIND, 2 + OF_CALL.size()),
                        Column.parameters(CONVERTED, 2 + OF_CALL.size() + OF_KIND.size()),
                        Column.names(OF_KIND),
                        Column.names(CONVERTED));
    }

    private static String of(String table, List<Column<CallRecord>> columns) {
        return columns.stream().map(column -> table + "." + column.name()).collect(Collectors.joining(", "));
    }
}
