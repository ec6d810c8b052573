package io.keywell.boot;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.catalog.Provider;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.quota.QuotaStore;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the pools have left, as rows. With very many limits nobody reads them all: then the {@link #MANY} that are nearest
 * to their end have rows. Not safe for many threads.
 */
final class PoolGauges {

    static final int MANY = 1_000;

    private final QuotaStore store;
    private final Clock clock;
    private final Map<String, Trend> trends = new HashMap<>();

    private @Nullable Catalog read;
    private List<Row<?>> headroom = List.of();
    private List<Row<?>> secondsToEmpty = List.of();

    PoolGauges(QuotaStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param least the smallest part that is left in any dimension */
    private record Standing(Pool pool, LimitRule rule, List<Level> levels, double least) {}

    /** Looks at all limits. */
    void read(Catalog catalog) {
        if (catalog != read) {
            read = catalog;
            trends.clear();
        }
        List<Standing> all = new ArrayList<>();
        for (Provider provider : catalog.providers()) {
            for (Pool pool : provider.pools()) {
                pool.rules().forEach(rule -> all.add(standing(pool, rule)));
            }
        }
        List<Standing> shown = all;
        if (all.size() > MANY) {
            all.sort(Comparator.comparingDouble(Standing::least));
            shown = all.subList(0, MANY);
        }
        List<Row<?>> left = new ArrayList<>();
        List<Row<?>> seconds = new ArrayList<>();
        shown.forEach(standing -> {
            standing.levels().forEach(level -> left.add(row(standing, level)));
            seconds.add(Row.of(tags(standing), secondsToZero(standing)));
        });
        headroom = left;
        secondsToEmpty = seconds;
    }

    private Standing standing(Pool pool, LimitRule rule) {
        List<Level> levels = store.account(rule.account(), rule.limits()).levels();
        double least = levels.stream().mapToDouble(PoolGauges::part).min().orElse(1);
        return new Standing(pool, rule, levels, least);
    }

    private static double part(Level level) {
        return (double) level.left() / level.limit();
    }

    private static Row<?> row(Standing standing, Level level) {
        return Row.of(tags(standing).and("dimension", level.dimension().key()), part(level));
    }

    private double secondsToZero(Standing standing) {
        double seconds = Double.POSITIVE_INFINITY;
        for (Level level : standing.levels()) {
            if (level.dimension() != Dimension.CONCURRENT) {
                String name = standing.rule().account() + " " + level.dimension();
                Trend trend = trends.computeIfAbsent(name, any -> new Trend());
                seconds = Math.min(seconds, trend.secondsToZero(level.left(), clock.nanoTime()));
            }
        }
        return seconds;
    }

    private static Tags tags(Standing standing) {
        Pool pool = standing.pool();
        String models = standing.rule().models().pattern();
        return Tags.of("provider", pool.provider(), "pool", pool.name(), "model", models);
    }

    List<Row<?>> headroom() {
        return headroom;
    }

    List<Row<?>> secondsToEmpty() {
        return secondsToEmpty;
    }
}
