package io.keywell.catalog.config;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Model;
import io.keywell.catalog.Prices;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Team;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lays what operators have made over what is configured. Both are read by the same readers, so that the same is right and
 * wrong in both; but here a thing with a mistake is left out and told, and does not stop the others. Stateless.
 */
public final class Overlay {

    private static final Node CONSUMERS =
            Node.tree(Map.of()).child(KnownNames.ROOT).child("consumers");

    private final CatalogReader reader;

    public Overlay(CatalogReader reader) {
        this.reader = reader;
    }

    /**
     * What is laid over a configuration. Of models, teams and prices these are the properties of each by its name: they are
     * read anew for each catalog, because they lead to providers or are few.
     *
     * @param providers by name
     * @param callers consumers by the hashes of their keys
     */
    public record Parts(
            Map<String, AddedProvider> providers,
            Map<Sha256, Consumer> callers,
            Map<String, Map<String, String>> models,
            Map<String, Map<String, String>> teams,
            Map<String, Map<String, String>> prices) {
        public Parts {
            providers = Map.copyOf(providers);
            callers = Map.copyOf(callers);
            models = Map.copyOf(models);
            teams = Map.copyOf(teams);
            prices = Map.copyOf(prices);
        }
    }

    /** @param problems of what was left out */
    public record Laid(Catalog catalog, List<Problem> problems) {}

    /** @param consumer null when there is a mistake in it */
    public record Caller(@Nullable Consumer consumer, List<Problem> problems) {}

    /**
     * A consumer that has keys, without a look at anything else: there may be very many.
     *
     * @param values by dotted names below the consumer's own, which are known ones; none of them is a key
     */
    public Caller caller(String name, Map<String, String> values) {
        Findings findings = new Findings();
        Fields fields = new Fields(findings);
        ConsumerReader callers = new ConsumerReader(
                fields, findings, new LimitsReader(fields, findings), new BudgetReader(fields, findings), Map.of());
        Consumer read = callers.withKeys(name, CONSUMERS.with(name, values));
        List<Problem> problems = findings.problems();
        return new Caller(problems.isEmpty() ? read : null, problems);
    }

    /** @param properties by full dotted names, without keys; may be those of pools alone, or none */
    public AddedProvider provider(String name, Map<String, String> properties, List<AddedKey> keys) {
        return new AddedProvider(reader, name, properties, keys);
    }

    /** The configured things and those of the parts that add to them. */
    public Laid over(Catalog configured, Parts parts) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Provider> providers = providers(configured, parts, problems);
        Set<String> names = new TreeSet<>(providers.keySet());
        names.addAll(parts.providers().keySet());
        List<Prices.Row> prices = new ArrayList<>();
        each(parts.prices(), problems, (root, findings) -> reader.prices(root, findings, names))
                .forEach(prices::addAll);
        providers.replaceAll((name, provider) ->
                provider.priced(configuredPrices(configured, provider).with(PriceReader.rows(prices, provider))));

        Map<String, Model> models = new HashMap<>();
        each(parts.models(), problems, (root, findings) -> models(root, findings, providers))
                .forEach(models::putAll);
        Map<String, Team> teams = new HashMap<>();
        each(parts.teams(), problems, Overlay::teams).forEach(teams::putAll);
        Map<Sha256, Consumer> callers = new HashMap<>(parts.callers());
        Set<String> taken = configured.consumerNames();
        callers.values().removeIf(consumer -> taken.contains(consumer.name()));
        Catalog all = configured.with(providers, models, callers, teams, reader.prefixes(providers));
        return new Laid(all, problems);
    }

    /** Those of the configuration are for providers of both kinds. */
    private static Prices configuredPrices(Catalog configured, Provider provider) {
        List<Prices.Row> said = configured.provider(provider.name()) == null
                ? PriceReader.rows(configured.ownPrices(), provider)
                : List.of();
        return said.isEmpty()
                ? provider.prices()
                : Prices.of(said, provider.prices().listed());
    }

    private static Map<String, Provider> providers(Catalog configured, Parts parts, List<Problem> problems) {
        Map<String, Provider> providers = new TreeMap<>();
        configured.providers().forEach(provider -> providers.put(provider.name(), provider));
        parts.providers().forEach((name, added) -> {
            AddedProvider.Outcome outcome = added.over(configured.provider(name));
            if (outcome.provider() != null) {
                providers.put(name, outcome.provider());
            }
            problems.addAll(outcome.problems());
        });
        return providers;
    }

    private interface Reading<T> {
        T read(Node root, Findings findings);
    }

    /** Each by itself, in the order of the names. */
    private static <T> List<T> each(
            Map<String, Map<String, String>> parts, List<Problem> problems, Reading<T> reading) {
        List<T> all = new ArrayList<>();
        new TreeMap<>(parts).forEach((name, properties) -> {
            Findings findings = new Findings();
            Node root = Node.tree(properties).child(KnownNames.ROOT);
            KnownNames.check(root, findings);
            T read = reading.read(root, findings);
            if (findings.problems().isEmpty()) {
                all.add(read);
            }
            problems.addAll(findings.problems());
        });
        return all;
    }

    private static Map<String, Model> models(Node root, Findings findings, Map<String, Provider> providers) {
        return new ModelReader(new Fields(findings), findings, providers, providers.keySet())
                .read(root.child("models"));
    }

    private static Map<String, Team> teams(Node root, Findings findings) {
        Fields fields = new Fields(findings);
        return new TeamReader(fields, new LimitsReader(fields, findings), new BudgetReader(fields, findings))
                .read(root.child("teams"));
    }
}
