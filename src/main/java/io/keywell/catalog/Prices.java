package io.keywell.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The prices of one provider's models. Immutable. Looked up when a target is made, not for each call.
 *
 * @param rows in the order in which they are tried
 */
public record Prices(List<Row> rows) {

    public static final Prices NONE = new Prices(List.of());

    /** More characters that must fit go first; with the same ones a name goes before a pattern. */
    private static final Comparator<Row> CLOSEST_FIRST = Comparator.<Row>comparingInt(
                    row -> -row.models().pattern().replace("*", "").length())
            .thenComparingInt(row -> row.models().pattern().length());

    public Prices {
        rows = List.copyOf(rows);
    }

    /**
     * The operator's own rows go first; among each kind the longest pattern wins.
     *
     * @param own what the operator says
     * @param listed what is publicly known
     */
    public static Prices of(List<Row> own, List<Row> listed) {
        return new Prices(Stream.concat(
                        own.stream().sorted(CLOSEST_FIRST), listed.stream().sorted(CLOSEST_FIRST))
                .toList());
    }

    /** Null when nobody has told one. */
    public @Nullable Price of(String upstreamModel) {
        for (Row row : rows) {
            if (row.models().matches(upstreamModel)) {
                return row.price();
            }
        }
        return null;
    }

    /** One price and the models that have it. */
    public record Row(ModelPattern models, Price price) {}
}
