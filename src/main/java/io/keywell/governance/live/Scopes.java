package io.keywell.governance.live;

import io.keywell.core.Dimension;
import io.keywell.quota.Scope;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a cool-down covers, in the words that operators read. */
final class Scopes {

    private Scopes() {}

    static String provider(Scope scope) {
        return words(scope).getOrDefault("provider", "");
    }

    /** The kind of scope and the names that it is about. */
    static Map<String, String> words(Scope scope) {
        Map<String, String> words = new LinkedHashMap<>();
        if (scope instanceof Scope.Key key) {
            put(words, "key", key.provider(), "key", key.key());
        } else if (scope instanceof Scope.KeyModel key) {
            put(words, "key-model", key.provider(), "key", key.key());
            words.put("model", key.model());
        } else if (scope instanceof Scope.Pool pool) {
            put(words, "pool", pool.provider(), "pool", pool.pool());
        } else if (scope instanceof Scope.PoolModelDimension pool) {
            put(words, "pool-model", pool.provider(), "pool", pool.pool());
            words.put("model", pool.modelGroup());
            put(words, pool.dimension());
        } else if (scope instanceof Scope.Billing billing) {
            put(words, "billing", billing.provider(), "billing", billing.purse());
        } else if (scope instanceof Scope.ProviderModel model) {
            put(words, "provider-model", model.provider(), "model", model.model());
        }
        return words;
    }

    private static void put(Map<String, String> words, String kind, String provider, String what, String name) {
        words.put("kind", kind);
        words.put("provider", provider);
        words.put(what, name);
    }

    private static void put(Map<String, String> words, @Nullable Dimension dimension) {
        if (dimension != null) {
            words.put("dimension", dimension.key());
        }
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
