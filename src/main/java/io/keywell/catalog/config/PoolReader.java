package io.keywell.catalog.config;

import io.keywell.catalog.Key;
import io.keywell.catalog.Limits;
import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Pool;
import io.keywell.core.QuotaKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /**
     * @param node the provider's {@code pools}. When it lists some, a key may only name one of these: a misspelt pool
     *     would be counted by itself and overspend the real one
     */
    List<Pool> read(String provider, Node node, List<KeyReader.Member> members) {
        Map<String, Node> declared = node.named();
        Map<String, List<Key>> keys = new TreeMap<>();
        for (KeyReader.Member member : members) {
            Node named = member.declared();
            if (named == null || fits(named, member.pool(), declared)) {
                keys.computeIfAbsent(member.pool(), pool -> new ArrayList<>()).add(member.key());
            }
        }
        declared.forEach((name, pool) -> {
            if (fields.nameFits(pool, name) && !keys.containsKey(name)) {
                findings.warn(pool.path() + ": no key is in this pool");
            }
        });
        List<Pool> pools = new ArrayList<>();
        keys.forEach((name, inside) -> pools.add(pool(provider, name, node.child(name), inside)));
        declared.forEach((name, pool) -> {
            if (!keys.containsKey(name)) {
                rules(provider, name, pool);
            }
        });
        return pools;
    }

    private boolean fits(Node named, String pool, Map<String, Node> declared) {
        if (declared.isEmpty()) {
            return fields.nameFits(named, pool);
        }
        if (declared.containsKey(pool)) {
            return true;
        }
        String expected = "a pool of this provider: " + Suggestion.oneOf(declared.keySet());
        findings.add(Problem.wrong(named.path(), pool, expected + Suggestion.didYouMean(pool, declared.keySet())));
        return false;
    }

    private Pool pool(String provider, String name, Node node, List<Key> keys) {
        String billing = node.child("billing").value();
        return new Pool(provider, name, billing == null ? name : billing, keys, rules(provider, name, node));
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
