package io.keywell.ledger.postgres;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.Cost;
import io.keywell.ledger.Tags;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the ledger in the order in which they are bound: the number of each call's kind, what each call has for
 * itself, and then what each kind has.
 */
final class CallColumns {

    /** Not in a tag: tags stand in a header. */
    private static final String BETWEEN_TAGS = "\n";

    private static final Long[] NOTHING = {};

    private static final List<Amount> AMOUNTS = List.of(
            Amount.plain("input_tokens", call -> call.usage().input()),
            Amount.plain("output_tokens", call -> call.usage().output()),
            Amount.plain("cache_read_tokens", call -> call.usage().cacheRead()),
            Amount.plain("cache_write_tokens", call -> call.usage().cacheWrite()),
            Amount.plain("reasoning_tokens", call -> call.usage().reasoning()),
            Amount.cost("cost_micros", cost -> cost.total().micros()),
            Amount.cost("cost_input", Cost::input),
            Amount.cost("cost_output", Cost::output),
            Amount.cost("cost_cache_read", Cost::cacheRead),
            Amount.cost("cost_cache_write", Cost::cacheWrite),
            Amount.plain("waited_us", call -> call.waitedNanos() / 1_000),
            Amount.plain("overhead_us", call -> call.overheadNanos() / 1_000),
            Amount.plain("first_token_us", call -> call.firstTokenNanos() / 1_000),
            Amount.plain("total_us", call -> call.totalNanos() / 1_000));

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

    private static final String STORED_CONVERTED =
            "given.attempts::jsonb as attempts, string_to_array(given.tags, E'\\n') as tags";

    /** The parameters before those of {@link #AMOUNTS}: kinds, ids, times. */
    private static final int FIRST_AMOUNT = 4;

    private static final int FIRST_OF_KIND = FIRST_AMOUNT + AMOUNTS.size();

    /** How many parameters there are. */
    static final int COUNT = FIRST_OF_KIND - 1 + OF_KIND.size() + CONVERTED.size();

    private CallColumns() {}

    /**
     * A number that each call has for itself. PostgreSQL reads an array of numbers at any place at once when it has no null
     * in it, and much faster than it unfolds one; and most calls have the same few numbers at zero: an array of nothing
     * but zeros, or of no costs at all, is bound as an empty one.
     *
     * @param none what is bound for a call that has none
     * @param stored what makes it what is stored, with {@code %s} in its place
     */
    private record Amount(String name, long none, String stored, ToLongFunction<CallRecord> value) {

        /** No cost is negative. */
        private static final long NO_COST = -1;

        static Amount plain(String name, ToLongFunction<CallRecord> value) {
            return new Amount(name, 0, "coalesce(%s, 0)", value);
        }

        static Amount cost(String name, ToLongFunction<Cost> part) {
            return new Amount(
                    name,
                    NO_COST,
                    "nullif(%s, " + NO_COST + ")",
                    call -> call.cost() == null ? NO_COST : part.applyAsLong(call.cost()));
        }

        Long[] values(List<CallRecord> calls) {
            Long[] values = new Long[calls.size()];
            boolean any = false;
            for (int i = 0; i < values.length; i++) {
                long of = value.applyAsLong(calls.get(i));
                any |= of != none;
                values[i] = of;
            }
            return any ? values : NOTHING;
        }

        String stored(int parameter) {
            return stored.formatted("($" + parameter + "::bigint[])[call.place]");
        }
    }

    private static @Nullable String lower(@Nullable Enum<?> name) {
        return name == null ? null : name.name().toLowerCase(Locale.ROOT);
    }

    /** In seconds, as a double: it is exact to a fraction of a microsecond, and the cheapest for both sides. */
    private static Double[] started(List<CallRecord> calls) {
        Double[] started = new Double[calls.size()];
        for (int i = 0; i < started.length; i++) {
            started[i] = calls.get(i).startedMillis() / 1_000.0;
        }
        return started;
    }

    private static String[] ids(List<CallRecord> calls) {
        String[] ids = new String[calls.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Column.storable(calls.get(i).id());
        }
        return ids;
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
        tuple.addValue(ids(calls));
        tuple.addValue(started(calls));
        for (Amount amount : AMOUNTS) {
            tuple.addValue(amount.values(calls));
        }
        Column.bind(OF_KIND, kinds.samples(), tuple);
        Column.bind(CONVERTED, kinds.samples(), tuple);
        return tuple;
    }

    /** The columns as an insert names them. */
    static String names() {
        return "id, started_at, " + AMOUNTS.stream().map(Amount::name).collect(Collectors.joining(", ")) + ", "
                + Column.names(OF_KIND) + ", " + Column.names(CONVERTED);
    }

    /**
     * The rows of the calls, their columns in the order of {@link #names()}. Each call has a kind and each kind a call, so
     * that the full join is an inner one; but it is never made by comparing each with each, however many kinds the planner
     * expects, and what is converted is converted once for each kind.
     */
    static String rows() {
        String numbers = IntStream.range(0, AMOUNTS.size())
                .mapToObj(i -> AMOUNTS.get(i).stored(FIRST_AMOUNT + i))
                .collect(Collectors.joining(", "));
        String calls =
                "select given.id, given.place::int as place, ($1::int[])[given.place] as kind from unnest($2::text[]) with ordinality as given (id, place)";
        String kinds = "select %s, %s, number from unnest(%s, %s) with ordinality as given (%s, %s, number)"
                .formatted(
                        Column.names(OF_KIND),
                        STORED_CONVERTED,
                        Column.parameters(OF_KIND, FIRST_OF_KIND),
                        Column.parameters(CONVERTED, FIRST_OF_KIND + OF_KIND.size()),
                        Column.names(OF_KIND),
                        Column.names(CONVERTED));
        return "select call.id, to_timestamp(($3::float8[])[call.place]), %s, %s, %s from (%s) as call full join (%s) as kind on call.kind = kind.number"
                .formatted(numbers, ofKind(OF_KIND), ofKind(CONVERTED), calls, kinds);
    }

    private static String ofKind(List<Column<CallRecord>> columns) {
        return columns.stream().map(column -> "kind." + column.name()).collect(Collectors.joining(", "));
    }
}
