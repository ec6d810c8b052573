package io.keywell.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The prices of one provider's models. Immutable. Looked up when a target is made, not for each call.
 *
 * @param own what the operator says, in the order in which it is tried; it goes over all that is listed
 * @param listed what is publicly known, in the order in which it is tried
 */
public record Prices(List<Row> own, List<Row> listed) {

    public static final Prices NONE = new Prices(List.of(), List.of());

    /** More characters that must fit go first; with the same ones a name goes before a pattern. */
    private static final Comparator<Row> CLOSEST_FIRST = Comparator.<Row>comparingInt(
                    row -> -row.models().pattern().replace("*", "").length())
            .thenComparingInt(row -> row.models().pattern().length());

    public Prices {
        own = List.copyOf(own);
        listed = List.copyOf(listed);
    }

    /**
     * The operator's own rows go first; among each kind the longest pattern wins.
     *
     * @param own what the operator says
     * @param listed what is publicly known
     */
    public static Prices of(List<Row> own, List<Row> listed) {
        return new Prices(closestFirst(own).toList(), closestFirst(listed).toList());
    }

    /** These prices, and below what the operator says here already more of it. */
    public Prices with(List<Row> more) {
        return more.isEmpty()
                ? this
                : new Prices(Stream.concat(own.stream(), closestFirst(more)).toList(), listed);
    }

    private static Stream<Row> closestFirst(List<Row> rows) {
        return rows.stream().sorted(CLOSEST_FIRST);
    }

    /** Null when nobody has told one. */
    public @Nullable Price of(String upstreamModel) {
        Price said = of(upstreamModel, own);
        return said == null ? of(upstreamModel, listed) : said;
    }

    private static @Nullable Price of(String upstreamModel, List<Row> rows) {
        for (Row row : rows) {
            if (row.models().matches(upstreamModel)) {
                return row.price();
            }
        }
        return null;
    }

    /**
     * One price and the models that have it.
     *
     * @param said null for what is publicly known
     */
    public record Row(ModelPattern models, Price price, @Nullable Said said) {

        /** What is publicly known. */
        public Row(ModelPattern models, Price price) {
            this(models, price, null);
        }
    }

    /**
     * How the operator has put it.
     *
     * @param name of the price
     * @param provider the name or the type that it is for; null = all
     */
    public record Said(String name, @Nullable String provider) {}
}
