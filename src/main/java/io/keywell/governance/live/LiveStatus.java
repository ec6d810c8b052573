package io.keywell.governance.live;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.catalog.Provider;
import io.keywell.core.Clock;
import io.keywell.core.Level;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.KeyStates;
import io.keywell.quota.QuotaStore;
import io.keywell.waiting.RoomSnapshot;
import io.keywell.waiting.RoomView;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How everything stands. Looks at every pool that is asked for: not for an event loop. */
@Singleton
public final class LiveStatus {

    private final CatalogRef catalog;
    private final QuotaStore store;
    private final CoolDowns coolDowns;
    private final StoreStatus storeStatus;
    private final RoomView room;
    private final Clock clock;
    private final KeyStates keys;

    LiveStatus(
            CatalogRef catalog,
            QuotaStore store,
            CoolDowns coolDowns,
            StoreStatus storeStatus,
            RoomView room,
            Clock clock) {
        this.catalog = catalog;
        this.store = store;
        this.coolDowns = coolDowns;
        this.storeStatus = storeStatus;
        this.room = room;
        this.clock = clock;
        this.keys = new KeyStates(coolDowns, clock);
    }

    /**
     * @param keys how many there are in each state, whatever pools are asked for
     * @param pools those that are asked for, by provider and name
     */
    public record Status(
            Instant at,
            Store quotaStore,
            Map<String, Integer> keys,
            List<PoolStatus> pools,
            List<CoolDownStatus> coolDowns,
            WaitingStatus waiting) {}

    public record Store(String name, String mode, Instant since, boolean up) {}

    public record PoolStatus(
            String provider, String pool, String billing, List<KeyStatus> keys, List<LimitStatus> limits) {}

    public record KeyStatus(String name, String state, int weight, @Nullable Instant expiresAt) {}

    /** @param headroom the smallest share that is left over all dimensions, 0..1 */
    public record LimitStatus(String model, double headroom, List<DimensionStatus> dimensions) {}

    /** @param learned whether the provider told the limit */
    public record DimensionStatus(
            String dimension, long limit, long left, double headroom, boolean learned, Instant resetAt) {}

    /** @param until null when it does not end by itself */
    public record CoolDownStatus(
            Map<String, String> scope,
            String cause,
            String source,
            Instant since,
            @Nullable Instant until,
            String text) {

        static CoolDownStatus of(CoolDown coolDown) {
            return new CoolDownStatus(
                    Scopes.words(coolDown.scope()),
                    Scopes.word(coolDown.cause()),
                    Scopes.word(coolDown.source()),
                    Instant.ofEpochMilli(coolDown.sinceMillis()),
                    instant(coolDown.untilMillis()),
                    coolDown.text());
        }
    }

    public record WaitingStatus(int waiting, int promised, List<LineStatus> models) {}

    public record LineStatus(String model, int waiting, long oldestWaitMs, long expectedWaitMs) {}

    /** @param provider only the pools of this one, null for all */
    public Status status(@Nullable String provider) {
        Catalog now = catalog.current();
        Map<String, Integer> counts = new TreeMap<>();
        KeyStates.ALL.forEach(state -> counts.put(state, 0));
        for (Provider each : now.providers()) {
            each.pools().forEach(pool -> pool.keys().forEach(key -> counts.merge(keys.of(pool, key), 1, Integer::sum)));
        }
        List<PoolStatus> pools = now.providers().stream()
                .filter(each -> provider == null || provider.equals(each.name()))
                .sorted(Comparator.comparing(Provider::name))
                .flatMap(each -> each.pools().stream().sorted(Comparator.comparing(Pool::name)))
                .map(this::pool)
                .toList();
        List<CoolDownStatus> cooling = coolDowns.current().stream()
                .filter(coolDown -> provider == null || provider.equals(Scopes.provider(coolDown.scope())))
                .map(CoolDownStatus::of)
                .toList();
        return new Status(Instant.ofEpochMilli(clock.epochMillis()), store(), counts, pools, cooling, waiting());
    }

    private Store store() {
        return new Store(
                storeStatus.name(),
                storeStatus.mode(),
                Instant.ofEpochMilli(storeStatus.sinceMillis()),
                storeStatus.up());
    }

    private PoolStatus pool(Pool pool) {
        return new PoolStatus(
                pool.provider(),
                pool.name(),
                pool.billing(),
                pool.keys().stream().map(key -> key(pool, key)).toList(),
                pool.rules().stream().map(this::limit).toList());
    }

    private KeyStatus key(Pool pool, Key key) {
        return new KeyStatus(key.name(), keys.of(pool, key), key.weight(), instant(key.expiresAtMillis()));
    }

    private LimitStatus limit(LimitRule rule) {
        List<DimensionStatus> dimensions = store.account(rule.account(), rule.limits()).levels().stream()
                .map(LiveStatus::dimension)
                .toList();
        double least =
                dimensions.stream().mapToDouble(DimensionStatus::headroom).min().orElse(1);
        return new LimitStatus(rule.models().pattern(), least, dimensions);
    }

    static DimensionStatus dimension(Level level) {
        double headroom = level.limit() == 0 ? 0 : Math.round(1_000.0 * level.left() / level.limit()) / 1_000.0;
        return new DimensionStatus(
                level.dimension().key(),
                level.limit(),
                level.left(),
                headroom,
                level.learned(),
                Instant.ofEpochMilli(level.resetAtMillis()));
    }

    private WaitingStatus waiting() {
        RoomSnapshot snapshot = room.waiting();
        List<LineStatus> lines = snapshot.lines().stream()
                .map(line ->
                        new LineStatus(line.line(), line.waiting(), line.oldestWaitMillis(), line.expectedWaitMillis()))
                .toList();
        return new WaitingStatus(snapshot.waiting(), snapshot.promised(), lines);
    }

    private static @Nullable Instant instant(long millis) {
        return millis == Long.MAX_VALUE ? null : Instant.ofEpochMilli(millis);
    }
}
