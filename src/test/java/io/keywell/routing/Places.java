package io.keywell.routing;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Key;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Model;
import io.keywell.catalog.Model.Target;
import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.catalog.Provider;
import io.keywell.core.QuotaKey;
import io.keywell.core.Secret;
import java.util.List;
import java.util.stream.IntStream;

/** Small catalogs to draw from; the upstream model is always {@code large}. */
final class Places {

    private static final String MODEL = "large";
    private static final BaseUrl URL = new BaseUrl(false, "127.0.0.1", 1, "/v1");

    private Places() {}

    static Model model(Target... targets) {
        return new Model("smart", List.of(targets), -1, Lifecycle.of(Model.State.PUBLISHED));
    }

    static Target target(String provider, int tier, Pool... pools) {
        return new Target(new Provider(provider, "openai", URL, List.of(pools)), MODEL, tier, 1);
    }

    /** Pools {@code p0}, {@code p1} ... with a key each: {@code k0}, {@code k1} ... */
    static Target targetWithPools(String provider, int tier, int pools) {
        return target(
                provider,
                tier,
                IntStream.range(0, pools)
                        .mapToObj(i -> pool(provider, "p" + i, key("k" + i)))
                        .toArray(Pool[]::new));
    }

    static Pool pool(String provider, String name, Key... keys) {
        LimitRule rule = new LimitRule(new ModelPattern("*"), Limits.NONE, QuotaKey.pool(provider, name, "*"));
        return new Pool(provider, name, name, List.of(keys), List.of(rule));
    }

    static Key key(String name) {
        return key(name, 1);
    }

    static Key key(String name, int weight) {
        return new Key(name, new Secret("s"), weight, List.of(), Key.State.ACTIVE, Long.MAX_VALUE);
    }

    static Key keyIn(String name, Key.State state) {
        return new Key(name, new Secret("s"), 1, List.of(), state, Long.MAX_VALUE);
    }

    static Key keyUntil(String name, long expiresAtMillis) {
        return new Key(name, new Secret("s"), 1, List.of(), Key.State.ACTIVE, expiresAtMillis);
    }

    static Key keyFor(String name, String models) {
        return new Key(name, new Secret("s"), 1, List.of(new ModelPattern(models)), Key.State.ACTIVE, Long.MAX_VALUE);
    }
}
