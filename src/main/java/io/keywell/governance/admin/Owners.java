package io.keywell.governance.admin;

import io.keywell.catalog.Provider;
import io.keywell.governance.store.KeyRows;
import io.keywell.governance.store.MemberId;
import io.keywell.governance.store.PoolRows;
import io.keywell.governance.store.ProviderRows;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What entries refer to: providers and pools, configured or made here. Works inside a transaction. */
@Singleton
final class Owners {

    private final ProviderRows providers;
    private final PoolRows pools;
    private final KeyRows keys;
    private final ProviderKind kind;
    private final Configured configured;

    Owners(ProviderRows providers, PoolRows pools, KeyRows keys, ProviderKind kind, Configured configured) {
        this.providers = providers;
        this.pools = pools;
        this.keys = keys;
        this.kind = kind;
        this.configured = configured;
    }

    /** The provider as it is called in paths when there is none; else it stays until the transaction ends. */
    Uni<@Nullable String> missing(String provider) {
        if (configured.provider(provider) != null) {
            return Uni.createFrom().nullItem();
        }
        return providers.hold(provider).map(row -> row == null ? kind.subject(provider) : null);
    }

    /** The provider as configuration; a null item when there is none. */
    Uni<@Nullable Map<String, String>> around(String name) {
        Provider fixed = configured.provider(name);
        return providers.get(name).map(row -> {
            if (fixed != null) {
                return around(fixed);
            }
            return row == null ? null : kind.around(row);
        });
    }

    private static Map<String, String> around(Provider provider) {
        Map<String, String> around = new HashMap<>();
        around.put(ProviderKind.PREFIX + ".type", provider.type());
        around.put(ProviderKind.PREFIX + ".base-url", Configured.text(provider.baseUrl()));
        provider.options().forEach((name, value) -> around.put(ProviderKind.PREFIX + ".options." + name, value));
        return around;
    }

    Uni<Boolean> hasPool(MemberId id) {
        boolean fixed = configured.member("pools", id);
        return pools.get(id).map(row -> fixed || row != null);
    }

    /** The names of all pools that are declared. */
    Uni<Set<String>> pools(String provider) {
        return pools.list("id.provider", provider)
                .map(rows -> with(
                        configured.memberNames("pools", provider), rows.stream().map(pools::idOf)));
    }

    /** The names of all keys. */
    Uni<Set<String>> keys(String provider) {
        return keys.list("id.provider", provider)
                .map(rows -> with(
                        configured.memberNames("keys", provider), rows.stream().map(keys::idOf)));
    }

    private static Set<String> with(Set<String> configured, Stream<MemberId> made) {
        Set<String> names = new HashSet<>(configured);
        made.forEach(id -> names.add(id.name()));
        return names;
    }

    /** Stubs of those of these providers that are there: a reference needs its provider, whatever it is. */
    Uni<Map<String, String>> stubs(Set<String> names) {
        return providers
                .list("name in ?1", names.isEmpty() ? Set.of("") : names)
                .map(found -> {
                    Map<String, String> around = new HashMap<>();
                    found.forEach(row -> stub(row.name, around));
                    names.stream()
                            .filter(name -> configured.provider(name) != null)
                            .forEach(name -> stub(name, around));
                    return around;
                });
    }

    private static void stub(String provider, Map<String, String> around) {
        String quoted = "keywell.providers." + (provider.contains(".") ? "\"" + provider + "\"" : provider);
        around.put(quoted + ".type", "ollama");
        around.put(quoted + ".base-url", "http://127.0.0.1:1");
    }
}
