package io.keywell.catalog.config;

import io.keywell.catalog.AnonymousAccess;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.Model;
import io.keywell.catalog.Prices;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Team;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes the catalog of what is configured. Stateless. */
public final class CatalogReader {

    private final KnownVendors vendors;
    private final PriceList listed = PriceList.builtIn();

    public CatalogReader(KnownVendors vendors) {
        this.vendors = vendors;
    }

    /** Whether the property is one that this reader looks at. */
    public static boolean owns(String property) {
        return KnownNames.CATALOG_SECTIONS.stream()
                .anyMatch(section -> property.startsWith(KnownNames.ROOT + "." + section + "."));
    }

    /**
     * @param properties by their full dotted names, as the files have them; those outside {@code keywell} do not count
     * @param environment the process' variables: {@code KEYWELL_*} go over the properties, the vendors' own give keys
     * @param files reads each {@code secret-file}
     */
    public ConfigResult read(Map<String, String> properties, Map<String, String> environment, SecretFiles files) {
        return read(properties, environment, files, false);
    }

    /**
     * The same for what an operator makes now, with everything that it may name beside it.
     *
     * @param properties by their full dotted names
     */
    public ConfigResult readComplete(Map<String, String> properties) {
        // Which file it is does not matter here.
        return read(properties, Map.of(), path -> "", true);
    }

    private ConfigResult read(
            Map<String, String> properties, Map<String, String> environment, SecretFiles files, boolean complete) {
        Findings findings = new Findings();
        Map<String, String> all = EnvironmentNames.over(ours(properties), environment, findings);
        Node root = Node.tree(all).child(KnownNames.ROOT);
        KnownNames.check(root, findings);

        Fields fields = new Fields(findings);
        LimitsReader limits = new LimitsReader(fields, findings);
        KeyReader keys = new KeyReader(fields, findings, files, environment);
        PoolReader pools = new PoolReader(fields, findings, limits);
        Node providersNode = root.child("providers");
        Map<String, Provider> providers = new ProviderReader(
                        vendors, fields, findings, new OptionsReader(findings, environment), keys, pools)
                .read(providersNode);
        List<Prices.Row> prices = price(providers, findings, root, complete);
        Map<String, Model> models = new ModelReader(
                        fields, findings, providers, providersNode.named().keySet())
                .read(root.child("models"));
        BudgetReader budgets = new BudgetReader(fields, findings);
        Map<String, Team> teams = new TeamReader(fields, limits, budgets).read(root.child("teams"));
        ConsumerReader consumers = new ConsumerReader(fields, findings, limits, budgets, teams);
        ConsumerKeys consumerKeys = consumers.read(root.child("consumers"));
        AnonymousAccess anonymous = consumers.readAnonymous(root.child("auth"), root.child("consumers"));

        warnOfPlanned(environment, findings);
        warnOfNothing(providers, consumerKeys, anonymous, findings);
        if (!findings.problems().isEmpty()) {
            return new ConfigResult.Rejected(findings.problems());
        }
        Catalog catalog = new Catalog(providers, models, consumerKeys, prefixes(providers), anonymous, teams);
        return new ConfigResult.Accepted(catalog.priced(prices), findings.warnings());
    }

    /** Before the models are read: their targets take their prices from the providers. */
    private List<Prices.Row> price(Map<String, Provider> providers, Findings findings, Node root, boolean complete) {
        Set<String> named = new HashSet<>(providers.keySet());
        named.addAll(root.child("providers").named().keySet());
        PriceReader prices = new PriceReader(findings, listed);
        // Operators may make a provider of that name: their rows are not read yet.
        List<Prices.Row> own = prices.own(
                root.child("prices"),
                priced(named),
                complete
                        ? findings::add
                        : unknown ->
                                findings.warn(unknown + "; until the admin API makes it, this price is for nothing"));
        providers.replaceAll((name, provider) -> provider.priced(prices.of(own, provider)));
        return own;
    }

    /** What a price may be said for. */
    private Set<String> priced(Set<String> providers) {
        Set<String> known = new HashSet<>(providers);
        known.addAll(vendors.byType().keySet());
        return known;
    }

    /** The operator's own prices, without those that are publicly known. */
    List<Prices.Row> prices(Node root, Findings findings, Set<String> providers) {
        return new PriceReader(findings, listed).own(root.child("prices"), priced(providers), findings::add);
    }

    KnownVendors vendors() {
        return vendors;
    }

    private static Map<String, String> ours(Map<String, String> properties) {
        Map<String, String> ours = new HashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(KnownNames.ROOT + ".")) {
                ours.put(name, value);
            }
        });
        return ours;
    }

    /** Well-known beginnings of model names to the providers that offer them. */
    Map<String, List<String>> prefixes(Map<String, Provider> providers) {
        Map<String, List<String>> prefixes = new TreeMap<>();
        vendors.supported().forEach(vendor -> providers.values().stream()
                .filter(provider -> provider.type().equals(vendor.type()))
                .forEach(provider -> vendor.modelPrefixes()
                        .forEach(prefix -> prefixes.computeIfAbsent(prefix, p -> new ArrayList<>())
                                .add(provider.name()))));
        return prefixes;
    }

    private void warnOfPlanned(Map<String, String> environment, Findings findings) {
        new TreeMap<>(vendors.planned())
                .forEach((type, variables) -> variables.forEach(name -> {
                    if (!Node.commas(environment.get(name)).isEmpty()) {
                        findings.warn(name + ": not used, because this version does not support " + type + " yet");
                    }
                }));
    }

    private static void warnOfNothing(
            Map<String, Provider> providers, ConsumerKeys consumers, AnonymousAccess anonymous, Findings findings) {
        if (providers.isEmpty()) {
            findings.warn("keywell.providers: none is configured, so no model can be called");
        }
        if (consumers.all().isEmpty() && anonymous.scope() == AnonymousAccess.Scope.NONE) {
            findings.warn("keywell.consumers: none is configured, so every caller is refused");
        }
    }
}
