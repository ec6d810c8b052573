package io.keywell.ledger.postgres;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Cost;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The columns of the sums, and the statements that add records and their sums at once. */
final class Sums {

    static final List<String> DIMENSIONS = List.of("consumer", "team", "model", "provider", "key");

    /** Each as an expression over rows of the ledger, and as what one call adds to it. */
    private static final List<Measure> ALL = List.of(
            new Measure("calls", "count(*)", call -> 1),
            outcome(Outcome.OK),
            outcome(Outcome.REFUSED),
            outcome(Outcome.FAILED),
            outcome(Outcome.BROKEN),
            outcome(Outcome.CANCELLED),
            new Measure("attempts", "sum(jsonb_array_length(attempts))", call -> call.attempts()
                    .size()),
            flag("estimated", "estimated", call -> call.usage().estimated()),
            flag(
                    "unpriced",
                    "cost_micros is null and provider is not null",
                    call -> call.cost() == null && call.provider() != null),
            sum("input_tokens", call -> call.usage().input()),
            sum("output_tokens", call -> call.usage().output()),
            sum("cache_read_tokens", call -> call.usage().cacheRead()),
            sum("cache_write_tokens", call -> call.usage().cacheWrite()),
            sum("reasoning_tokens", call -> call.usage().reasoning()),
            new Measure("cost_micros", "coalesce(sum(cost_micros), 0)", Sums::micros),
            sum("waited_us", call -> call.waitedNanos() / 1_000),
            sum("total_us", call -> call.totalNanos() / 1_000));

    static final List<String> MEASURES = ALL.stream().map(Measure::name).toList();

    private static final String KEY = "tag, bucket, " + String.join(", ", DIMENSIONS);

    private Sums() {}

    private record Measure(String name, String expression, ToLongFunction<CallRecord> ofCall) {}

    private static Measure outcome(Outcome outcome) {
        String name = outcome.label();
        return flag(name, "outcome = '" + name + "'", call -> call.outcome() == outcome);
    }

    private static Measure flag(String name, String condition, Predicate<CallRecord> ofCall) {
        return new Measure(name, "count(*) filter (where " + condition + ")", call -> ofCall.test(call) ? 1 : 0);
    }

    private static Measure sum(String name, ToLongFunction<CallRecord> ofCall) {
        return new Measure(name, "sum(" + name + ")", ofCall);
    }

    private static long micros(CallRecord call) {
        Cost cost = call.cost();
        return cost == null ? 0 : cost.total().micros();
    }

    /**
     * Adds a call to the sums of {@link #MEASURES}.
     *
     * @throws ArithmeticException when one of them is too large
     */
    static void add(CallRecord call, long[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = Math.addExact(to[i], ALL.get(i).ofCall().applyAsLong(call));
        }
    }

    /**
     * For calls that are all new: their rows, and the sums of {@link Tally}. Fails when a row is there, and then adds
     * nothing; {@link #ofWhatIsNew} does it then, and costs the database twice as much.
     */
    static String ofNew() {
        return statement(
                "insert into ledger (%s) %s".formatted(CallColumns.names(), CallColumns.rows()),
                "select %s from unnest(%s) as tally (%s)"
                        .formatted(
                                Column.names(Tally.COLUMNS),
                                Column.parameters(Tally.COLUMNS, CallColumns.COUNT + 1),
                                Column.names(Tally.COLUMNS)),
                "select 1");
    }

    /** Only rows that are not there are added, and only these are summed. Answers how many there were. */
    static String ofWhatIsNew() {
        return statement(
                "insert into ledger (%s) %s on conflict do nothing returning *"
                        .formatted(CallColumns.names(), CallColumns.rows()),
                """
                select tag, date_trunc('minute', started_at, 'UTC') as bucket, consumer, coalesce(team, '') as team,
                    model, coalesce(provider, '') as provider, coalesce(key, '') as key, %s
                from fresh cross join lateral (select '' union all select unnest(tags)) as label (tag)
                group by 1, 2, 3, 4, 5, 6, 7"""
                        .formatted(ALL.stream()
                                .map(one -> one.expression() + " as " + one.name())
                                .collect(Collectors.joining(", "))),
                "select count(*) from fresh");
    }

    /**
     * One statement, so one transaction and one round trip. The sums are added in the order of their keys, so that two
     * replicas do not lock each other out.
     */
    private static String statement(String fresh, String minutes, String answer) {
        return """
                with fresh as (
                    %s
                ), minutes as materialized (
                    %s
                ), hours as materialized (
                    %s
                ), days as materialized (
                    %s
                ), by_minute as (
                    %s
                ), by_hour as (
                    %s
                ), by_day as (
                    %s
                )
                %s"""
                .formatted(
                        fresh,
                        minutes,
                        coarser("hour", "minutes"),
                        coarser("day", "hours"),
                        addition("usage_minute", "minutes"),
                        addition("usage_hour", "hours"),
                        addition("usage_day", "days"),
                        answer);
    }

    private static String coarser(String unit, String finer) {
        return "select tag, date_trunc('" + unit + "', bucket, 'UTC') as bucket, " + String.join(", ", DIMENSIONS)
                + ", " + summed() + " from " + finer + " group by 1, 2, 3, 4, 5, 6, 7";
    }

    /** The sum of each measure, under its own name. */
    static String summed() {
        return MEASURES.stream()
                .map(name -> "sum(" + name + ")::bigint as " + name)
                .collect(Collectors.joining(", "));
    }

    private static String addition(String table, String from) {
        String columns = KEY + ", " + String.join(", ", MEASURES);
        return "insert into " + table + " as known (" + columns + ") select " + columns + " from " + from + " order by "
                + KEY + " on conflict (" + KEY + ") do update set "
                + MEASURES.stream()
                        .map(name -> name + " = known." + name + " + excluded." + name)
                        .collect(Collectors.joining(", "));
    }
}
