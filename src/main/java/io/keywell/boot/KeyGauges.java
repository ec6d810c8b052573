package io.keywell.boot;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.quota.KeyStates;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of single keys. Making rows anew costs far more than looking whether one has changed, and with very many keys
 * nobody reads them all: beyond {@link #MANY} only those that are not active have rows, the first {@link #MANY} of them.
 * Not safe for many threads.
 */
final class KeyGauges {

    static final int MANY = 1_000;

    private final KeyStates keyStates;

    private @Nullable Catalog read;
    private List<String> before = List.of();
    private List<Row<?>> states = List.of();
    private List<Row<?>> expiries = List.of();

    KeyGauges(KeyStates keyStates) {
        this.keyStates = keyStates;
    }

    /** Looks at all keys; whether any row is another one than before. */
    boolean read(Catalog catalog) {
        List<String> now = new ArrayList<>(before.size());
        for (Provider provider : catalog.providers()) {
            for (Pool pool : provider.pools()) {
                pool.keys().forEach(key -> now.add(keyStates.of(pool, key)));
            }
        }
        if (catalog == read && now.equals(before)) {
            return false;
        }
        read = catalog;
        before = now;
        rows(catalog, now);
        return true;
    }

    private void rows(Catalog catalog, List<String> now) {
        List<Row<?>> stateRows = new ArrayList<>();
        List<Row<?>> expiryRows = new ArrayList<>();
        boolean all = now.size() <= MANY;
        int shown = 0;
        int index = 0;
        for (Provider provider : catalog.providers()) {
            for (Pool pool : provider.pools()) {
                for (Key key : pool.keys()) {
                    String state = now.get(index++);
                    if (shown < MANY && (all || !state.equals(KeyStates.ACTIVE))) {
                        shown++;
                        add(pool, key, state, stateRows);
                    }
                    if (expiryRows.size() < MANY && key.expiresAtMillis() != Long.MAX_VALUE) {
                        Tags tags = Tags.of("provider", pool.provider(), "key", key.name());
                        expiryRows.add(Row.of(tags, key.expiresAtMillis() / 1_000));
                    }
                }
            }
        }
        states = stateRows;
        expiries = expiryRows;
    }

    private static void add(Pool pool, Key key, String present, List<Row<?>> rows) {
        for (String state : KeyStates.ALL) {
            Tags tags = Tags.of("provider", pool.provider(), "key", key.name(), "state", state);
            rows.add(Row.of(tags, state.equals(present) ? 1 : 0));
        }
    }

    List<Row<?>> states() {
        return states;
    }

    /** Epoch seconds. */
    List<Row<?>> expiries() {
        return expiries;
    }
}
