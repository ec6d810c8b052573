package io.keywell.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Model;
import io.keywell.catalog.Model.Target;
import io.keywell.catalog.ModelPattern;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import io.keywell.catalog.Provider;
import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.core.Observation;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.QuotaAccount;
import io.keywell.waiting.Claim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FairLeasesTest {

    private static final BaseUrl URL = new BaseUrl(false, "127.0.0.1", 1, "/v1");

    private final Map<String, Model> models = new HashMap<>();
    private final Map<String, Double> parts = new HashMap<>();
    private final FairLeases leases = new FairLeases(models::get, Told::new);

    @Test
    void everyAccountOfAModelIsToldItsPart() {
        models.put("smart", model("smart", target("acme", "p1", "p2"), target("bolt", "p3")));

        leases.told(Map.of("smart", new Claim(10, 40)));

        assertThat(parts)
                .containsOnly(Map.entry("acme/p1", 0.25), Map.entry("acme/p2", 0.25), Map.entry("bolt/p3", 0.25));
    }

    @Test
    void claimsOfModelsThatDrawFromTheSameAccountAddUp() {
        models.put("smart", model("smart", target("acme", "p1")));
        models.put("fast", model("fast", target("acme", "p1"), target("acme", "p1")));

        leases.told(Map.of("smart", new Claim(10, 10), "fast", new Claim(0, 30)));

        assertThat(parts).containsOnly(Map.entry("acme/p1", 0.25));
    }

    @Test
    void whereNobodyWaitsHereOrElsewhereDemandDecides() {
        models.put("smart", model("smart", target("acme", "p1")));
        models.put("fast", model("fast", target("bolt", "p2")));

        leases.told(Map.of("smart", new Claim(0, 30), "fast", new Claim(20, 20), "gone", new Claim(1, 2)));

        assertThat(parts).isEmpty();
    }

    private static Model model(String name, Target... targets) {
        return new Model(name, List.of(targets), -1, Lifecycle.of(Model.State.PUBLISHED));
    }

    private static Target target(String provider, String... pools) {
        List<Pool> all =
                List.of(pools).stream().map(name -> pool(provider, name)).toList();
        return new Target(new Provider(provider, "openai", URL, all), "large", 0, 1);
    }

    private static Pool pool(String provider, String name) {
        LimitRule rule = new LimitRule(new ModelPattern("*"), Limits.NONE, QuotaKey.pool(provider, name, "*"));
        return new Pool(provider, name, name, List.of(), List.of(rule));
    }

    private final class Told implements QuotaAccount {
        private final QuotaKey key;

        Told(LimitRule rule) {
            this.key = rule.account();
        }

        @Override
        public void share(double part, double due) {
            parts.put(key.owner(), part);
        }

        @Override
        public QuotaKey key() {
            return key;
        }

        @Override
        public Decision tryAcquire(Need need) {
            return new Denied(Dimension.values()[0], 0);
        }

        @Override
        public double headroom() {
            return 0;
        }

        @Override
        public long grantable(Need need, long untilMillis, long enough) {
            return 0;
        }

        @Override
        public void observe(Observation observation) {}

        @Override
        public List<Level> levels() {
            return List.of();
        }
    }
}
