package io.keywell.governance.live;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.core.QuotaKey;
import io.keywell.quota.QuotaStore;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The present rate of every account, from readings off the request path. Safe for use by many threads. */
@Singleton
public final class UseRates {

    private static final long EVERY_MILLIS = 5_000;

    private final CatalogRef catalog;
    private final QuotaStore store;
    private final Clock clock;
    private final Map<QuotaKey, Map<Dimension, UseRate>> rates = new HashMap<>();

    UseRates(CatalogRef catalog, QuotaStore store, Clock clock) {
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(EVERY_MILLIS, ignored -> vertx.executeBlocking(this::readAll, true));
    }

    private Void readAll() {
        read();
        return null;
    }

    /** Takes a reading of every account. */
    synchronized void read() {
        Catalog now = catalog.current();
        Map<QuotaKey, PoolAccount> accounts = PoolAccount.allOf(now);
        rates.keySet().retainAll(accounts.keySet());
        accounts.values().forEach(this::levels);
    }

    /** How the account stands, without concurrency: that comes back with every answer. */
    synchronized List<Tank.Gauge> gauges(PoolAccount account) {
        List<Level> levels = levels(account);
        Map<Dimension, UseRate> known = rates.getOrDefault(account.rule().account(), Map.of());
        return levels.stream()
                .filter(level -> level.dimension() != Dimension.CONCURRENT)
                .map(level -> gauge(account, level, known.get(level.dimension())))
                .toList();
    }

    private static Tank.Gauge gauge(PoolAccount account, Level level, @Nullable UseRate rate) {
        return new Tank.Gauge(
                level.dimension(),
                level.limit(),
                level.left(),
                account.window(level.dimension()),
                rate == null ? 0 : rate.perSecond());
    }

    private List<Level> levels(PoolAccount account) {
        List<Level> levels =
                store.account(account.rule().account(), account.rule().limits()).levels();
        if (!levels.isEmpty()) {
            Map<Dimension, UseRate> known =
                    rates.computeIfAbsent(account.rule().account(), key -> new EnumMap<>(Dimension.class));
            for (Level level : levels) {
                if (level.dimension() != Dimension.CONCURRENT) {
                    known.computeIfAbsent(level.dimension(), d -> new UseRate(account.window(d)))
                            .read(level, clock.epochMillis());
                }
            }
        }
        return levels;
    }
}
