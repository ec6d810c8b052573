package io.keywell.boot;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.core.Clock;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.KeyStates;
import io.keywell.quota.QuotaStore;
import io.keywell.telemetry.MetricNames;
import io.keywell.upstream.Turnstile;
import io.keywell.waiting.RoomSnapshot.LineSnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is left, as metrics: pools, keys, the waiting room. Read off the request path, every few seconds. */
@Singleton
final class Gauges {

    private static final long EVERY_MILLIS = 2_000;

    private final CatalogRef catalog;
    private final PoolGauges pools;
    private final KeyGauges keys;
    private final CoolDowns coolDowns;
    private final Turnstile turnstile;
    private final Map<String, MultiGauge> gauges = new HashMap<>();

    Gauges(
            CatalogRef catalog,
            QuotaStore store,
            KeyStates keyStates,
            CoolDowns coolDowns,
            Turnstile turnstile,
            Clock clock) {
        this.catalog = catalog;
        this.pools = new PoolGauges(store, clock);
        this.keys = new KeyGauges(keyStates);
        this.coolDowns = coolDowns;
        this.turnstile = turnstile;
    }

    void start(@Observes StartupEvent event, MeterRegistry registry, Vertx vertx) {
        for (String name : List.of(
                MetricNames.KEY_STATE,
                MetricNames.KEY_EXPIRES,
                MetricNames.COOL_DOWNS,
                MetricNames.POOL_HEADROOM,
                MetricNames.POOL_SECONDS_TO_EMPTY,
                MetricNames.WAITING)) {
            gauges.put(name, MultiGauge.builder(name).register(registry));
        }
        read();
        vertx.setPeriodic(EVERY_MILLIS, ignored -> vertx.executeBlocking(this::readAll, true));
    }

    private Void readAll() {
        read();
        return null;
    }

    private synchronized void read() {
        Catalog now = catalog.current();
        pools.read(now);
        if (keys.read(now)) {
            put(MetricNames.KEY_STATE, keys.states());
            put(MetricNames.KEY_EXPIRES, keys.expiries());
        }
        put(MetricNames.COOL_DOWNS, CoolDownRows.of(coolDowns.current()));
        put(MetricNames.POOL_HEADROOM, pools.headroom());
        put(MetricNames.POOL_SECONDS_TO_EMPTY, pools.secondsToEmpty());
        put(MetricNames.WAITING, waiting(now));
    }

    private void put(String name, List<Row<?>> rows) {
        MultiGauge gauge = gauges.get(name);
        if (gauge != null) {
            gauge.register(rows, true);
        }
    }

    private List<Row<?>> waiting(Catalog now) {
        Map<String, Integer> byLabel = new HashMap<>();
        now.models().forEach(model -> byLabel.put(model.label(), 0));
        for (LineSnapshot line : turnstile.waiting().lines()) {
            var model = now.resolve(line.line());
            byLabel.merge(model == null ? "unknown" : model.label(), line.waiting(), Integer::sum);
        }
        List<Row<?>> rows = new ArrayList<>();
        byLabel.forEach((label, waiting) -> rows.add(Row.of(Tags.of("model", label), waiting)));
        return rows;
    }
}
