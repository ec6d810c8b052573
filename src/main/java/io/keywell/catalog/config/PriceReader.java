package io.keywell.catalog.config;

import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Price;
import io.keywell.catalog.Prices;
import io.keywell.catalog.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads {@code keywell.prices}: what the operator pays instead of the public prices, or where there are none. */
final class PriceReader {

    private static final String EXPECTED =
            "dollars for a million tokens from 0 to 1000, at most six places, as in 2.50";

    private final Findings findings;
    private final PriceList listed;

    PriceReader(Findings findings, PriceList listed) {
        this.findings = findings;
        this.listed = listed;
    }

    /**
     * What the operator says.
     *
     * @param known what a price may be said for: names of providers and types of vendors
     * @param unknown is told of a price for something else
     */
    List<Prices.Row> own(Node node, Set<String> known, Consumer<Problem> unknown) {
        List<Prices.Row> own = new ArrayList<>();
        node.named().forEach((name, row) -> {
            Prices.Row read = row(name, row);
            checkProvider(row.child("provider"), known, unknown);
            if (read != null) {
                own.add(read);
            }
        });
        return own;
    }

    /** The prices of a provider: what the operator says of it, and what is publicly known. */
    Prices of(List<Prices.Row> own, Provider provider) {
        return Prices.of(rows(own, provider), listed.of(provider.type()));
    }

    /** Those of a provider. */
    static List<Prices.Row> rows(List<Prices.Row> own, Provider provider) {
        return own.stream().filter(row -> isFor(row, provider)).toList();
    }

    private static boolean isFor(Prices.Row row, Provider asked) {
        String said = row.said() == null ? null : row.said().provider();
        return said == null || said.equals(asked.name()) || said.equals(asked.type());
    }

    private static void checkProvider(Node node, Set<String> known, Consumer<Problem> unknown) {
        String provider = node.value();
        if (provider != null && !known.contains(provider)) {
            Set<String> sorted = new TreeSet<>(known);
            String expected = "a provider's name or type" + Suggestion.didYouMean(provider, sorted);
            unknown.accept(Problem.wrong(node.path(), provider, expected));
        }
    }

    private Prices.@Nullable Row row(String name, Node node) {
        String provider = node.child("provider").value();
        String model = node.child("model").value();
        if (model == null) {
            findings.add(Problem.missing(node.child("model").path(), "a pattern of the provider's model names"));
        }
        if (node.child("input").value() == null) {
            findings.add(Problem.missing(node.child("input").path(), EXPECTED));
        }
        long input = amount(node.child("input"), 0);
        Price price = new Price(
                input,
                amount(node.child("output"), 0),
                amount(node.child("cache-read"), input),
                amount(node.child("cache-write"), input));
        Prices.Said said = new Prices.Said(name, provider);
        return model == null ? null : new Prices.Row(new ModelPattern(model), price, said);
    }

    private long amount(Node node, long otherwise) {
        String text = node.value();
        if (text == null) {
            return otherwise;
        }
        try {
            long micros = PriceList.micros(text.replace("_", ""));
            if (micros >= 0 && micros <= Price.HIGHEST) {
                return micros;
            }
        } catch (ArithmeticException | NumberFormatException notAnAmount) {
            // Reported below with the range.
        }
        findings.add(Problem.wrong(node.path(), text, EXPECTED));
        return otherwise;
    }
}
