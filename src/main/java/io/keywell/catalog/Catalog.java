package io.keywell.catalog;

import io.keywell.core.Secret;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One immutable state of everything that is configured. Replaced as a whole, never changed; a request keeps the one it
 * started with.
 */
public final class Catalog {

    private static final int MAX_AD_HOC = 1_000;

    private final Map<String, Provider> providers;
    private final Map<String, Model> models;
    private final ConsumerKeys consumers;
    private final List<Map.Entry<String, List<String>>> prefixes;
    private final AnonymousAccess anonymous;
    private final Map<String, Team> teams;
    private final List<Prices.Row> ownPrices;
    private final boolean whole;
    private final Map<String, Model> adHoc = new ConcurrentHashMap<>();

    /**
     * @param providers by name
     * @param models by name
     * @param consumers callers by the hash of their keys
     * @param prefixes well-known beginnings of model names to the names of the providers that offer them; the longest
     *     one that fits wins
     * @param anonymous who gets in without a key
     * @param teams by name
     */
    public Catalog(
            Map<String, Provider> providers,
            Map<String, Model> models,
            ConsumerKeys consumers,
            Map<String, List<String>> prefixes,
            AnonymousAccess anonymous,
            Map<String, Team> teams) {
        this.providers = Map.copyOf(providers);
        this.models = Map.copyOf(models);
        this.consumers = consumers;
        this.prefixes = prefixes.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getKey().length()))
                .toList();
        this.anonymous = anonymous;
        this.teams = Map.copyOf(teams);
        this.ownPrices = List.of();
        this.whole = true;
    }

    private Catalog(Catalog same, List<Prices.Row> ownPrices, boolean whole) {
        this.providers = same.providers;
        this.models = same.models;
        this.consumers = same.consumers;
        this.prefixes = same.prefixes;
        this.anonymous = same.anonymous;
        this.teams = same.teams;
        this.ownPrices = List.copyOf(ownPrices);
        this.whole = whole;
    }

    /** The same, and it remembers all that the operator says of prices: its providers have theirs already. */
    public Catalog priced(List<Prices.Row> said) {
        return new Catalog(this, said, whole);
    }

    /** The same while there may be more that was not read yet: what it lacks may yet come. */
    public Catalog partial() {
        return new Catalog(this, ownPrices, false);
    }

    /** Whether there is nothing but what it has. */
    public boolean isWhole() {
        return whole;
    }

    /** A catalog without teams in which nobody gets in without a key. */
    public Catalog(
            Map<String, Provider> providers,
            Map<String, Model> models,
            ConsumerKeys consumers,
            Map<String, List<String>> prefixes) {
        this(providers, models, consumers, prefixes, AnonymousAccess.NONE, Map.of());
    }

    /**
     * This catalog and more. What is here already is kept; names of callers that are given again are left out by who
     * gives them.
     *
     * @param allProviders these, as they are from now on, and the others
     * @param allPrefixes of all providers
     */
    public Catalog with(
            Map<String, Provider> allProviders,
            Map<String, Model> moreModels,
            Map<ConsumerKeys.Sha256, Consumer> moreCallers,
            Map<String, Team> moreTeams,
            Map<String, List<String>> allPrefixes) {
        Map<String, Model> allModels = new HashMap<>(moreModels);
        models.forEach((name, model) -> allModels.put(name, model.over(allProviders)));
        Map<String, Team> allTeams = new HashMap<>(moreTeams);
        allTeams.putAll(teams);
        UnaryOperator<Consumer> inTeam =
                consumer -> consumer.in(consumer.team() == null ? null : allTeams.get(consumer.team()));
        return new Catalog(
                allProviders,
                allModels,
                consumers.with(moreCallers, inTeam),
                allPrefixes,
                new AnonymousAccess(anonymous.scope(), inTeam.apply(anonymous.consumer())),
                allTeams);
    }

    /** The model of exactly that name, also a draft; null when none is configured. */
    public @Nullable Model model(String name) {
        return models.get(name);
    }

    /** The model that a caller's name leads to: a configured name, {@code provider/model}, or a well-known prefix. */
    public @Nullable Model resolve(String name) {
        Model configured = models.get(name);
        if (configured != null) {
            return configured.lifecycle().state() == Model.State.DRAFT ? null : configured;
        }
        int slash = name.indexOf('/');
        if (slash > 0 && slash < name.length() - 1) {
            Provider provider = providers.get(name.substring(0, slash));
            if (provider != null) {
                return adHoc(name, provider.name() + "/*", List.of(provider), name.substring(slash + 1));
            }
        }
        return byPrefix(name);
    }

    private @Nullable Model byPrefix(String name) {
        for (Map.Entry<String, List<String>> entry : prefixes) {
            if (name.startsWith(entry.getKey())) {
                List<Provider> offering =
                        entry.getValue().stream().map(providers::get).toList();
                return adHoc(name, entry.getKey() + "*", offering, name);
            }
        }
        return null;
    }

    /** Remembered, because each request with that name walks it; forgotten in bulk, because callers make up names. */
    private Model adHoc(String name, String label, List<Provider> offering, String upstreamModel) {
        Model known = adHoc.get(name);
        if (known != null) {
            return known;
        }
        List<Model.Target> targets = offering.stream()
                .map(provider -> new Model.Target(provider, upstreamModel, 0, 1, "*"))
                .toList();
        Model made = Model.adHoc(name, label, targets);
        if (adHoc.size() >= MAX_AD_HOC) {
            adHoc.clear();
        }
        adHoc.put(name, made);
        return made;
    }

    /** The model behind a pass-through to a provider: its own calls, whatever they name inside. */
    public @Nullable Model passthrough(String providerName) {
        Provider provider = providers.get(providerName);
        String name = providerName + "/*";
        return provider == null ? null : adHoc(name, name, List.of(provider), "*");
    }

    public @Nullable Consumer consumer(Secret credential) {
        return consumers.find(credential);
    }

    /** The consumer whose key has this hash. */
    public @Nullable Consumer consumerBySha256(ConsumerKeys.Sha256 hash) {
        return consumers.find(hash);
    }

    public AnonymousAccess anonymous() {
        return anonymous;
    }

    public @Nullable Provider provider(String name) {
        return providers.get(name);
    }

    public Collection<Provider> providers() {
        return providers.values();
    }

    public Collection<Team> teams() {
        return teams.values();
    }

    /** What the operator says of prices, whether a provider is here that it is for or not. */
    public List<Prices.Row> ownPrices() {
        return ownPrices;
    }

    public Collection<Model> models() {
        return models.values();
    }

    /** Also that of callers without a key, when they get in. */
    public Set<String> consumerNames() {
        Set<String> names = new HashSet<>();
        consumers.all().forEach(consumer -> names.add(consumer.name()));
        names.add(AnonymousAccess.CONSUMER);
        return names;
    }

    public Collection<Consumer> consumers() {
        return consumers.all();
    }
}
