package io.keywell.governance.live;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Model;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** A pool's account: the limits that some models share there. */
record PoolAccount(Pool pool, LimitRule rule) {

    /** Every account that the catalog names: those with limits, and those that models are served from. */
    static Map<QuotaKey, PoolAccount> allOf(Catalog catalog) {
        Map<QuotaKey, PoolAccount> accounts = new LinkedHashMap<>();
        for (Provider provider : catalog.providers()) {
            for (Pool pool : provider.pools()) {
                pool.rules().forEach(rule -> accounts.putIfAbsent(rule.account(), new PoolAccount(pool, rule)));
            }
        }
        catalog.models().forEach(model -> accounts.putAll(allOf(model)));
        return accounts;
    }

    /** Those that a model is served from. */
    static Map<QuotaKey, PoolAccount> allOf(Model model) {
        Map<QuotaKey, PoolAccount> accounts = new LinkedHashMap<>();
        model.places()
                .forEach(place ->
                        accounts.putIfAbsent(place.rule().account(), new PoolAccount(place.pool(), place.rule())));
        return accounts;
    }

    /** How the dimension forgets; what is learned of a provider slides. */
    Window window(Dimension dimension) {
        return rule.limits().all().stream()
                .filter(limit -> limit.dimension() == dimension)
                .map(limit -> limit.window())
                .findFirst()
                .orElse(Window.SLIDING);
    }
}
