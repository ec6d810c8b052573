package io.keywell.governance.live;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.core.Clock;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.KeyStates;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what changes. Cool-downs and catalogs tell it at once; the states of keys and of the quota store, and
 * exhaustion, are compared with the last look.
 */
final class Watch {

    private final EventLog log;
    private final CatalogRef catalog;
    private final KeyStates keys;
    private final StoreStatus store;
    private final Exhaustions exhaustions;

    /** Of the keys that are not active. */
    private Map<KeyName, String> states = new HashMap<>();

    private String mode;

    private record KeyName(String provider, String key) {}

    Watch(EventLog log, CatalogRef catalog, KeyStates keys, StoreStatus store, Exhaustions exhaustions) {
        this.log = log;
        this.catalog = catalog;
        this.keys = keys;
        this.store = store;
        this.exhaustions = exhaustions;
        this.mode = store.mode();
        this.states = states();
    }

    void listen(CoolDowns coolDowns, Clock clock) {
        coolDowns.onChange(coolDown -> log.report("cool-down", data(coolDown, clock.epochMillis())));
        catalog.onReplace(next -> log.report("catalog", data(next)));
    }

    private static Map<String, Object> data(CoolDown coolDown, long nowMillis) {
        Map<String, Object> data = new LinkedHashMap<>(Scopes.words(coolDown.scope()));
        data.put("state", coolDown.activeAt(nowMillis) ? "began" : "ended");
        data.put("cause", Scopes.word(coolDown.cause()));
        data.put("source", Scopes.word(coolDown.source()));
        if (coolDown.untilMillis() != Long.MAX_VALUE) {
            data.put("until", Instant.ofEpochMilli(coolDown.untilMillis()).toString());
        }
        return data;
    }

    private static Map<String, Object> data(Catalog next) {
        return Map.of(
                "providers", next.providers().size(),
                "models", next.models().size(),
                "consumers", next.consumers().size());
    }

    /** Compares. One thread at a time. */
    synchronized void look() {
        String now = store.mode();
        if (!now.equals(mode)) {
            log.report("store-mode", Map.of("store", store.name(), "mode", now, "before", mode));
            mode = now;
        }
        exhaustions
                .sinceLastAsked()
                .forEach((model, calls) -> log.report("exhausted", Map.of("model", model, "calls", calls)));
        compareKeys(states());
    }

    private void compareKeys(Map<KeyName, String> now) {
        Set<KeyName> names = new HashSet<>(states.keySet());
        names.addAll(now.keySet());
        for (KeyName name : names) {
            String before = states.getOrDefault(name, KeyStates.ACTIVE);
            String after = now.getOrDefault(name, KeyStates.ACTIVE);
            if (!before.equals(after)) {
                log.report(
                        "key-state",
                        Map.of("provider", name.provider(), "key", name.key(), "state", after, "before", before));
            }
        }
        states = now;
    }

    private Map<KeyName, String> states() {
        Map<KeyName, String> found = new HashMap<>();
        for (Provider provider : catalog.current().providers()) {
            for (Pool pool : provider.pools()) {
                for (Key key : pool.keys()) {
                    String state = keys.of(pool, key);
                    if (!state.equals(KeyStates.ACTIVE)) {
                        found.put(new KeyName(provider.name(), key.name()), state);
                    }
                }
            }
        }
        return found;
    }
}
