package io.keywell.boot;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.core.Secret;
import io.keywell.quota.CoolDowns;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key whose secret was replaced starts anew: what the old one was refused for does not count. */
@Singleton
final class ReplacedKeys {

    private final CoolDowns coolDowns;
    private Map<Name, @Nullable Secret> known = Map.of();

    ReplacedKeys(CoolDowns coolDowns) {
        this.coolDowns = coolDowns;
    }

    private record Name(String provider, String key) {}

    void start(@Observes StartupEvent event, CatalogRef catalog) {
        follow(catalog);
    }

    void follow(CatalogRef catalog) {
        known = secrets(catalog.current());
        catalog.onReplace(this::replaced);
    }

    private synchronized void replaced(Catalog next) {
        Map<Name, @Nullable Secret> now = secrets(next);
        now.forEach((name, secret) -> {
            if (known.containsKey(name) && !Objects.equals(known.get(name), secret)) {
                coolDowns.forget(name.provider, name.key);
            }
        });
        known = now;
    }

    private static Map<Name, @Nullable Secret> secrets(Catalog catalog) {
        Map<Name, @Nullable Secret> secrets = new HashMap<>();
        for (Provider provider : catalog.providers()) {
            for (Pool pool : provider.pools()) {
                for (Key key : pool.keys()) {
                    secrets.put(new Name(provider.name(), key.name()), key.secret());
                }
            }
        }
        return secrets;
    }
}
