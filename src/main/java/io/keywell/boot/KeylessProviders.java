package io.keywell.boot;

import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Provider;
import io.keywell.quota.KeyStates;
import jakarta.inject.Singleton;
import java.util.List;

/** Which providers cannot be called, because none of their keys is active. */
@Singleton
final class KeylessProviders {

    private final CatalogRef catalog;
    private final KeyStates keys;

    KeylessProviders(CatalogRef catalog, KeyStates keys) {
        this.catalog = catalog;
        this.keys = keys;
    }

    /** Sorted. */
    List<String> names() {
        return catalog.current().providers().stream()
                .filter(provider -> !hasActiveKey(provider))
                .map(Provider::name)
                .sorted()
                .toList();
    }

    /** How many providers there are at all. */
    int outOf() {
        return catalog.current().providers().size();
    }

    private boolean hasActiveKey(Provider provider) {
        return provider.pools().stream().anyMatch(pool -> pool.keys().stream()
                .anyMatch(key -> keys.of(pool, key).equals(KeyStates.ACTIVE)));
    }
}
