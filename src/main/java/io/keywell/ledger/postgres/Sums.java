package io.keywell.ledger.postgres;

import java.util.List;
import java.util.stream.Collectors;

/** The columns of the sums, and the statement that adds records and their sums at once. */
final class Sums {

    static final List<String> DIMENSIONS = List.of("consumer", "team", "model", "provider", "key");

    /** Each with the expression over a row of the ledger. */
    private static final List<Measure> ALL = List.of(
            new Measure("calls", "count(*)"),
            outcome("ok"),
            outcome("refused"),
            outcome("failed"),
            outcome("broken"),
            outcome("cancelled"),
            new Measure("attempts", "sum(jsonb_array_length(attempts))"),
            new Measure("estimated", "count(*) filter (where estimated)"),
            new Measure("unpriced", "count(*) filter (where cost_micros is null and provider is not null)"),
            sum("input_tokens"),
            sum("output_tokens"),
            sum("cache_read_tokens"),
            sum("cache_write_tokens"),
            sum("reasoning_tokens"),
            new Measure("cost_micros", "coalesce(sum(cost_micros), 0)"),
            sum("waited_us"),
            sum("total_us"));

    static final List<String> MEASURES = ALL.stream().map(Measure::name).toList();

    private static final String KEY = "tag, bucket, " + String.join(", ", DIMENSIONS);

    private Sums() {}

    private record Measure(String name, String expression) {}

    private static Measure outcome(String name) {
        return new Measure(name, "count(*) filter (where outcome = '" + name + "')");
    }

    private static Measure sum(String name) {
        return new Measure(name, "sum(" + name + ")");
    }

    /**
     * One statement, so one transaction and one round trip. Only rows that were not there are summed. The sums are added
     * in the order of their keys, so that two replicas do not lock each other out.
     */
    static String insertion() {
        return """
                with fresh as (
                    insert into ledger (%s)
                    select %s from unnest(%s) as call (%s)
                    on conflict do nothing
                    returning *
                ), minutes as materialized (
                    select tag, date_trunc('minute', started_at, 'UTC') as bucket, consumer, coalesce(team, '') as team,
                        model, coalesce(provider, '') as provider, coalesce(key, '') as key, %s
                    from fresh cross join lateral (select '' union all select unnest(tags)) as label (tag)
                    group by 1, 2, 3, 4, 5, 6, 7
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
                select count(*) from fresh"""
                .formatted(
                        CallColumns.names(),
                        CallColumns.stored(),
                        CallColumns.parameters(),
                        CallColumns.names(),
                        ALL.stream()
                                .map(one -> one.expression() + " as " + one.name())
                                .collect(Collectors.joining(", ")),
                        coarser("hour", "minutes"),
                        coarser("day", "hours"),
                        addition("usage_minute", "minutes"),
                        addition("usage_hour", "hours"),
                        addition("usage_day", "days"));
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
