package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.Key;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Window;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.core.Secret;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.local.LocalQuotaStore;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolGaugesTest {

    private static final Limits LIMITS =
            new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, 10, Window.SLIDING)));

    private final LocalQuotaStore store = new LocalQuotaStore(Clock.system());
    private final PoolGauges gauges = new PoolGauges(store, Clock.system());

    private static QuotaKey account(int pool) {
        return QuotaKey.pool("acme", "p" + pool, "*");
    }

    private static Catalog pools(int count) {
        List<Pool> pools = IntStream.range(0, count)
                .mapToObj(i -> new Pool(
                        "acme",
                        "p" + i,
                        "p" + i,
                        List.of(new Key("k" + i, new Secret("s"), 1, List.of(), Key.State.ACTIVE, Long.MAX_VALUE)),
                        List.of(new LimitRule(new ModelPattern("*"), LIMITS, account(i)))))
                .toList();
        Provider provider = new Provider("acme", "openai", new BaseUrl(false, "127.0.0.1", 1, "/v1"), pools);
        return new Catalog(Map.of("acme", provider), Map.of(), new ConsumerKeys(Map.of()), Map.of());
    }

    @Test
    void aFewPoolsAllHaveRows() {
        gauges.read(pools(3));

        assertThat(gauges.headroom()).hasSize(3);
        assertThat(gauges.secondsToEmpty()).hasSize(3);
    }

    @Test
    void ofVeryManyPoolsThoseNearestToTheirEndHaveRows() {
        store.account(account(2_500), LIMITS).tryAcquire(new Need(1, 1, false));

        gauges.read(pools(3_000));

        assertThat(gauges.headroom()).hasSize(PoolGauges.MANY);
        assertThat(gauges.secondsToEmpty()).hasSize(PoolGauges.MANY);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        MultiGauge.builder("left").register(registry).register(gauges.headroom());
        assertThat(registry.get("left").tag("pool", "p2500").gauge().value()).isEqualTo(0.9);
    }
}
