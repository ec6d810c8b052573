package io.keywell.catalog;

import io.keywell.core.QuotaKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a provider really limits: an organisation, project, deployment or account. Its keys share its limits.
 *
 * @param provider the provider's name
 * @param billing the purse it draws from; pools with the same one run out of money together
 * @param rules limits by model; the first match wins
 * @param shares the keys by weight; derived, kept because each request draws one
 */
public record Pool(
        String provider, String name, String billing, List<Key> keys, List<LimitRule> rules, KeyShares shares) {

    public Pool {
        keys = List.copyOf(keys);
        rules = List.copyOf(rules);
    }

    public Pool(String provider, String name, String billing, List<Key> keys, List<LimitRule> rules) {
        this(provider, name, billing, keys, rules, new KeyShares(List.copyOf(keys)));
    }

    /** The same pool with more keys. */
    public Pool with(List<Key> more) {
        return new Pool(
                provider,
                name,
                billing,
                Stream.concat(keys.stream(), more.stream()).toList(),
                rules);
    }

    /** The limits that a model has here; without a matching rule: none configured, to be learned per model. */
    public LimitRule ruleFor(String upstreamModel) {
        for (LimitRule rule : rules) {
            if (rule.models().matches(upstreamModel)) {
                return rule;
            }
        }
        return new LimitRule(
                new ModelPattern(upstreamModel), Limits.NONE, QuotaKey.pool(provider, name, upstreamModel));
    }

    /**
     * @param models the models that share these limits
     * @param account names the counter that they share
     */
    public record LimitRule(ModelPattern models, Limits limits, QuotaKey account) {}
}
