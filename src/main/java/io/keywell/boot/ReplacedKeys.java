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
    private @Nullable Catalog known;

    ReplacedKeys(CoolDowns coolDowns) {
        this.coolDowns = coolDowns;
    }

    void start(@Observes StartupEvent event, CatalogRef catalog) {
        follow(catalog);
    }

    /** In this order: rows may come into force meanwhile. */
    synchronized void follow(CatalogRef catalog) {
        catalog.onReplace(this::replaced);
        known = catalog.current();
    }

    private synchronized void replaced(Catalog next) {
        Catalog last = known;
        known = next;
        if (last != null) {
            next.providers().forEach(provider -> compare(last.provider(provider.name()), provider));
        }
    }

    /** A provider that is still the same has the same keys: there may be very many. */
    private void compare(@Nullable Provider last, Provider next) {
        if (last == null || last == next) {
            return;
        }
        Map<String, @Nullable Secret> before = secrets(last);
        secrets(next).forEach((key, secret) -> {
            if (before.containsKey(key) && !Objects.equals(before.get(key), secret)) {
                coolDowns.forget(next.name(), key);
            }
        });
    }

    private static Map<String, @Nullable Secret> secrets(Provider provider) {
        Map<String, @Nullable Secret> secrets = new HashMap<>();
        for (Pool pool : provider.pools()) {
            for (Key key : pool.keys()) {
                secrets.put(key.name(), key.secret());
            }
        }
        return secrets;
    }
}
