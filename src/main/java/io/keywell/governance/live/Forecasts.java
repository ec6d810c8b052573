package io.keywell.governance.live;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Key;
import io.keywell.catalog.Model;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.core.Clock;
import io.keywell.core.QuotaKey;
import io.keywell.governance.live.Forecast.Outlook;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.Subject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Minutes to empty for each pool and each model, as things are or as they might be. Takes a while: not for an event loop. */
@Singleton
public final class Forecasts {

    private static final double MILLIS_PER_MINUTE = 60_000;

    private final CatalogRef catalog;
    private final UseRates rates;
    private final CoolDowns coolDowns;
    private final Clock clock;

    Forecasts(CatalogRef catalog, UseRates rates, CoolDowns coolDowns, Clock clock) {
        this.catalog = catalog;
        this.rates = rates;
        this.coolDowns = coolDowns;
        this.clock = clock;
    }

    /**
     * What might be.
     *
     * @param without keys that are not there, as {@code provider/key} or by their names alone
     * @param traffic how many times the present calls
     */
    public record WhatIf(List<String> without, double traffic) {
        public static final WhatIf NOTHING = new WhatIf(List.of(), 1);

        public WhatIf {
            without = List.copyOf(without);
        }

        boolean takes(Pool pool, Key key) {
            return without.contains(key.name()) || without.contains(pool.provider() + "/" + key.name());
        }
    }

    /**
     * @param horizonMinutes beyond this nothing is said
     */
    public record Answer(
            Instant at,
            double horizonMinutes,
            List<String> without,
            double traffic,
            List<PoolOutlook> pools,
            List<ModelOutlook> models) {}

    /**
     * @param model the models that share these limits
     * @param minutesToEmpty null when it does not get empty within the horizon
     * @param dimension what is used up then
     * @param requestsPerMinute that are asked of it
     * @param gone whether none of its keys is left in this what-if
     */
    public record PoolOutlook(
            String provider,
            String pool,
            String model,
            @Nullable Double minutesToEmpty,
            @Nullable Instant emptyAt,
            @Nullable String dimension,
            double requestsPerMinute,
            boolean gone) {}

    /**
     * @param requestsPerMinute that all its pools together are used for, also by other models
     * @param pools how many accounts serve it
     */
    public record ModelOutlook(
            String model,
            @Nullable Double minutesToEmpty,
            @Nullable Instant emptyAt,
            @Nullable String dimension,
            double requestsPerMinute,
            int pools) {}

    private static void checkKeys(Catalog now, WhatIf whatIf) {
        Set<String> unknown = new LinkedHashSet<>(whatIf.without());
        if (unknown.isEmpty()) {
            return;
        }
        for (Provider provider : now.providers()) {
            for (Pool pool : provider.pools()) {
                for (Key key : pool.keys()) {
                    unknown.remove(key.name());
                    unknown.remove(provider.name() + "/" + key.name());
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new UnknownKey(unknown.iterator().next());
        }
    }

    /** Throws {@link UnknownKey}. */
    public Answer answer(WhatIf whatIf) {
        Catalog now = catalog.current();
        checkKeys(now, whatIf);
        long at = clock.epochMillis();
        Run run = new Run(now, whatIf, at);
        List<ModelOutlook> models = now.models().stream()
                .filter(model -> model.state(clock) != Model.State.RETIRED)
                .sorted(Comparator.comparing(Model::name))
                .map(run::model)
                .toList();
        return new Answer(
                Instant.ofEpochMilli(at),
                Forecast.HORIZON_MILLIS / MILLIS_PER_MINUTE,
                whatIf.without(),
                whatIf.traffic(),
                run.pools(),
                models);
    }

    private static @Nullable Double minutes(Outlook outlook) {
        return outlook.emptyMillis() < 0 ? null : Math.round(outlook.emptyMillis() / 600.0) / 100.0;
    }

    private static @Nullable String dimension(Outlook outlook) {
        return outlook.dimension() == null ? null : outlook.dimension().key();
    }

    /** One answer. */
    private final class Run {

        private final WhatIf whatIf;
        private final long at;
        private final Map<QuotaKey, PoolAccount> accounts;
        private final Map<String, Map<QuotaKey, PoolAccount>> byModel = new HashMap<>();
        private final Map<QuotaKey, Tank> tanks = new LinkedHashMap<>();
        private final Shift shift;

        Run(Catalog now, WhatIf whatIf, long at) {
            this.whatIf = whatIf;
            this.at = at;
            this.accounts = PoolAccount.allOf(now);
            now.models().forEach(model -> byModel.put(model.name(), PoolAccount.allOf(model)));
            accounts.forEach((name, account) -> tanks.put(name, tank(name, account)));
            this.shift = new Shift(tanks, byModel.values(), name -> !gone(name));
        }

        private Tank tank(QuotaKey name, PoolAccount account) {
            return new Tank(name, rates.gauges(account), closedUntil(account));
        }

        private boolean gone(QuotaKey name) {
            PoolAccount account = accounts.get(name);
            return account == null
                    || !account.pool().keys().isEmpty()
                            && account.pool().keys().stream().allMatch(key -> whatIf.takes(account.pool(), key));
        }

        /** When the first key that is there may be tried; {@link Long#MAX_VALUE} when none ever. */
        private long closedUntil(PoolAccount account) {
            Pool pool = account.pool();
            String models = account.rule().models().pattern();
            long earliest = Long.MAX_VALUE;
            for (Key key : pool.keys()) {
                if (key.state() == Key.State.ACTIVE && at < key.expiresAtMillis() && !whatIf.takes(pool, key)) {
                    Subject subject =
                            new Subject(pool.provider(), pool.name(), pool.billing(), key.name(), models, models);
                    earliest = Math.min(earliest, coolDowns.blockedUntil(subject));
                }
            }
            return earliest;
        }

        List<PoolOutlook> pools() {
            List<PoolOutlook> pools = new ArrayList<>();
            accounts.forEach((name, account) -> pools.add(pool(name, account)));
            pools.sort(Comparator.comparing(PoolOutlook::provider)
                    .thenComparing(PoolOutlook::pool)
                    .thenComparing(PoolOutlook::model));
            return pools;
        }

        private PoolOutlook pool(QuotaKey name, PoolAccount account) {
            Demand demand = shift.demandOf(name).times(whatIf.traffic());
            boolean gone = gone(name);
            Outlook outlook = Forecast.of(gone ? List.of() : tanks(List.of(name)), demand, at);
            return new PoolOutlook(
                    account.pool().provider(),
                    account.pool().name(),
                    account.rule().models().pattern(),
                    minutes(outlook),
                    emptyAt(outlook),
                    dimension(outlook),
                    perMinute(gone ? Demand.NONE : demand),
                    gone);
        }

        ModelOutlook model(Model model) {
            Map<QuotaKey, PoolAccount> served = byModel.getOrDefault(model.name(), Map.of());
            List<QuotaKey> there =
                    served.keySet().stream().filter(name -> !gone(name)).toList();
            // What is gone took calls: they are still made.
            Demand demand = Demand.of(tanks(List.copyOf(served.keySet()))).times(whatIf.traffic());
            Outlook outlook = Forecast.of(tanks(there), demand, at);
            return new ModelOutlook(
                    model.name(),
                    minutes(outlook),
                    emptyAt(outlook),
                    dimension(outlook),
                    perMinute(demand),
                    there.size());
        }

        private List<Tank> tanks(List<QuotaKey> names) {
            return names.stream().map(tanks::get).toList();
        }

        private @Nullable Instant emptyAt(Outlook outlook) {
            return outlook.emptyMillis() < 0 ? null : Instant.ofEpochMilli(at + outlook.emptyMillis());
        }

        private static double perMinute(Demand demand) {
            return Math.round(demand.requestsPerSecond() * 6_000) / 100.0;
        }
    }
}
