package io.keywell.boot;

import io.keywell.quota.CoolDown;
import io.keywell.quota.Scope;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Cool-downs in force, counted by what they are about. Models are no label: callers can make names of them up. */
final class CoolDownRows {

    private CoolDownRows() {}

    static List<Row<?>> of(List<CoolDown> coolDowns) {
        Map<Tags, Integer> counts = new LinkedHashMap<>();
        coolDowns.forEach(coolDown -> counts.merge(
                tags(coolDown.scope()).and("class", coolDown.cause().name().toLowerCase(Locale.ROOT)),
                1,
                Integer::sum));
        return counts.entrySet().stream()
                .<Row<?>>map(count -> Row.of(count.getKey(), count.getValue()))
                .toList();
    }

    private static Tags tags(Scope scope) {
        if (scope instanceof Scope.Key key) {
            return tags(key.provider(), "key", key.key());
        }
        if (scope instanceof Scope.KeyModel key) {
            return tags(key.provider(), "key-model", key.key());
        }
        if (scope instanceof Scope.PoolModelDimension pool) {
            return tags(pool.provider(), "pool-model", pool.pool());
        }
        if (scope instanceof Scope.Pool pool) {
            return tags(pool.provider(), "pool", pool.pool());
        }
        if (scope instanceof Scope.Billing billing) {
            return tags(billing.provider(), "billing", billing.purse());
        }
        return tags(((Scope.ProviderModel) scope).provider(), "model", "any");
    }

    private static Tags tags(String provider, String scope, String name) {
        return Tags.of("provider", provider, "scope", scope, "name", name);
    }
}
