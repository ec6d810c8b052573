package io.keywell.ledger.postgres;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.Cost;
import io.keywell.ledger.Tags;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The columns of the ledger in the order in which they are bound: one array for each, a batch of records at a time. */
final class CallColumns {

    /** Not in a tag: tags stand in a header. */
    private static final String BETWEEN_TAGS = "\n";

    private static final List<Column> ALL = List.of(
            text("id", CallRecord::id),
            new Column("started_at", "timestamptz", OffsetDateTime.class, "started_at", CallColumns::started),
            text("consumer", CallRecord::consumer),
            text("team", CallRecord::team),
            text("dialect", call -> lower(call.dialect())),
            text("operation", call -> lower(call.operation())),
            text("requested_model", CallRecord::requestedModel),
            text("model", CallRecord::modelLabel),
            text("provider", CallRecord::provider),
            text("upstream_model", CallRecord::upstreamModel),
            text("key", CallRecord::key),
            text("pool", CallRecord::pool),
            text("outcome", call -> call.outcome().label()),
            text("error", call -> lower(call.error())),
            new Column("attempts", "text", String.class, "attempts::jsonb", CallColumns::attempts),
            number("input_tokens", call -> call.usage().input()),
            number("output_tokens", call -> call.usage().output()),
            number("cache_read_tokens", call -> call.usage().cacheRead()),
            number("cache_write_tokens", call -> call.usage().cacheWrite()),
            number("reasoning_tokens", call -> call.usage().reasoning()),
            flag("estimated", call -> call.usage().estimated()),
            number("cost_micros", cost(cost -> cost.total().micros())),
            number("cost_input", cost(Cost::input)),
            number("cost_output", cost(Cost::output)),
            number("cost_cache_read", cost(Cost::cacheRead)),
            number("cost_cache_write", cost(Cost::cacheWrite)),
            flag("streamed", CallRecord::streamed),
            number("waited_us", call -> call.waitedNanos() / 1_000),
            number("overhead_us", call -> call.overheadNanos() / 1_000),
            number("first_token_us", call -> call.firstTokenNanos() / 1_000),
            number("total_us", call -> call.totalNanos() / 1_000),
            new Column(
                    "tags",
                    "text",
                    String.class,
                    "string_to_array(tags, E'\\n')",
                    call -> storable(String.join(BETWEEN_TAGS, Tags.of(call.tags())))));

    private CallColumns() {}

    /**
     * @param type of the array's elements
     * @param stored the expression that is stored, on the column's name
     */
    private record Column(
            String name, String type, Class<?> javaType, String stored, Function<CallRecord, @Nullable Object> value) {

        Object values(List<CallRecord> calls) {
            @Nullable Object[] values = (@Nullable Object[]) Array.newInstance(javaType, calls.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(calls.get(i));
            }
            return values;
        }
    }

    private static Column text(String name, Function<CallRecord, @Nullable String> value) {
        return new Column(name, "text", String.class, name, call -> storable(value.apply(call)));
    }

    private static Column number(String name, Function<CallRecord, @Nullable Long> value) {
        return new Column(name, "bigint", Long.class, name, value::apply);
    }

    private static Column flag(String name, Function<CallRecord, Boolean> value) {
        return new Column(name, "boolean", Boolean.class, name, value::apply);
    }

    private static Function<CallRecord, @Nullable Long> cost(Function<Cost, Long> part) {
        return call -> call.cost() == null ? null : part.apply(call.cost());
    }

    /** A caller can send a NUL in a model's name; PostgreSQL has none in a text. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '?');
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
        Tuple tuple = Tuple.tuple();
        for (Column column : ALL) {
            tuple.addValue(column.values(calls));
        }
        return tuple;
    }

    static String names() {
        return ALL.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    static String stored() {
        return ALL.stream().map(Column::stored).collect(Collectors.joining(", "));
    }

    /** {@code $1::text[], $2::timestamptz[], ...} */
    static String parameters() {
        return IntStream.range(0, ALL.size())
                .mapToObj(i -> "$" + (i + 1) + "::" + ALL.get(i).type() + "[]")
                .collect(Collectors.joining(", "));
    }
}
