package io.keywell.catalog.config;

import io.keywell.catalog.Key;
import io.keywell.catalog.Limits;
import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Pool;
import io.keywell.core.QuotaKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts the keys of one provider into their quota pools and reads the limits of the pools. */
final class PoolReader {

    private final Fields fields;
    private final Findings findings;
    private final LimitsReader limits;

    PoolReader(Fields fields, Findings findings, LimitsReader limits) {
        this.fields = fields;
        this.findings = findings;
        this.limits = limits;
    }

    /** @param vacant pools without a key */
    record Pools(List<Pool> withKeys, List<Pool> vacant) {}

    /** @param node the provider's {@code pools} */
    Pools read(String provider, Node node, List<KeyReader.Member> members) {
        Map<String, Node> declared = node.named();
        List<KeyReader.Member> fitting = members.stream()
                .filter(member -> fits(member, declared.keySet()))
                .toList();
        declared.forEach((name, pool) -> fields.nameFits(pool, name));
        Pools pools = join(provider, List.of(), node, fitting);
        pools.vacant().forEach(pool -> findings.warn(node.child(pool.name()).path() + ": no key is in this pool"));
        return pools;
    }

    /**
     * Pools that are there already, and what is added to them.
     *
     * @param node further pools; one of a name that is there already does not count
     */
    Pools join(String provider, List<Pool> present, Node node, List<KeyReader.Member> members) {
        Map<String, List<Key>> keys = new TreeMap<>();
        members.forEach(member ->
                keys.computeIfAbsent(member.pool(), pool -> new ArrayList<>()).add(member.key()));
        Map<String, Pool> pools = new TreeMap<>();
        present.forEach(pool -> pools.put(pool.name(), pool));
        node.named().forEach((name, added) -> pools.computeIfAbsent(name, same -> pool(provider, name, added)));
        // Most are of this kind where there are very many.
        keys.forEach((name, inside) -> pools.merge(
                name,
                new Pool(provider, name, name, inside, List.of()),
                (declared, undeclared) -> declared.with(undeclared.keys())));
        Map<Boolean, List<Pool>> byUse = pools.values().stream()
                .collect(Collectors.partitioningBy(pool -> pool.keys().isEmpty()));
        return new Pools(byUse.getOrDefault(false, List.of()), byUse.getOrDefault(true, List.of()));
    }

    /**
     * Whether a key may be in its pool. When a provider lists pools, a key may only name one of these: a misspelt pool would be
     * counted by itself and overspend the real one.
     */
    boolean fits(KeyReader.Member member, Set<String> declared) {
        Node named = member.declared();
        if (named == null || declared.contains(member.pool())) {
            return true;
        }
        if (declared.isEmpty()) {
            return fields.nameFits(named, member.pool());
        }
        String expected = "a pool of this provider: " + Suggestion.oneOf(declared);
        findings.add(
                Problem.wrong(named.path(), member.pool(), expected + Suggestion.didYouMean(member.pool(), declared)));
        return false;
    }

    private Pool pool(String provider, String name, Node node) {
        String billing = node.child("billing").value();
        return new Pool(provider, name, billing == null ? name : billing, List.of(), rules(provider, name, node));
    }

    private List<Pool.LimitRule> rules(String provider, String pool, Node node) {
        List<Pool.LimitRule> rules = new ArrayList<>();
        for (Node item : node.child("limits").items()) {
            String model = item.child("model").value();
            ModelPattern pattern = model == null ? ModelPattern.ANY : new ModelPattern(model);
            Limits read = limits.read(item);
            if (read.isEmpty()) {
                findings.add(Problem.missing(item.path(), "at least one limit, such as requests-per-minute"));
            }
            if (rules.stream().anyMatch(earlier -> earlier.models().matches(pattern.pattern()))) {
                String expected = "a model that no limit before it covers; the first match wins";
                findings.add(Problem.wrong(item.child("model").path(), pattern.pattern(), expected));
            }
            rules.add(new Pool.LimitRule(pattern, read, QuotaKey.pool(provider, pool, pattern.pattern())));
        }
        return rules;
    }
}
