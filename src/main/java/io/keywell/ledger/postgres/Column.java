package io.keywell.ledger.postgres;

import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A column of many rows that are bound as one array.
 *
 * @param type of the array's elements
 */
record Column<T>(String name, String type, Class<?> javaType, Function<T, @Nullable Object> value) {

    static <T> Column<T> text(String name, Function<T, @Nullable String> value) {
        return new Column<>(name, "text", String.class, row -> {
            String text = value.apply(row);
            return text == null ? null : storable(text);
        });
    }

    static <T> Column<T> number(String name, Function<T, @Nullable Long> value) {
        return new Column<>(name, "bigint", Long.class, value::apply);
    }

    static <T> Column<T> flag(String name, Function<T, Boolean> value) {
        return new Column<>(name, "boolean", Boolean.class, value::apply);
    }

    /** A caller can send a NUL in a model's name; PostgreSQL has none in a text. */
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '?');
    }

    static <T> void bind(List<Column<T>> columns, List<T> rows, Tuple to) {
        for (Column<T> column : columns) {
            to.addValue(column.values(rows));
        }
    }

    private Object values(List<T> rows) {
        @Nullable Object[] values = (@Nullable Object[]) Array.newInstance(javaType, rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        return values;
    }

    static <T> String names(List<Column<T>> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /**
     * {@code $1::text[], $2::timestamptz[], ...}
     *
     * @param first the number of the first
     */
    static <T> String parameters(List<Column<T>> columns, int first) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> "$" + (first + i) + "::" + columns.get(i).type() + "[]")
                .collect(Collectors.joining(", "));
    }
}
