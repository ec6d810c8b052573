package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Secret;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.Subject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplacedKeysTest {

    private final CoolDowns coolDowns = new CoolDowns(Clock.system(), () -> 0.5);
    private final CatalogRef catalog = new CatalogRef(catalog("sk-old", "sk-other"));

    private static Catalog catalog(String a, String b) {
        Pool pool = new Pool("acme", "org", "org", List.of(key("a", a), key("b", b)), List.of());
        Provider acme = new Provider("acme", "openai-compatible", BaseUrl.parse("https://host/v1"), List.of(pool));
        return new Catalog(Map.of("acme", acme), Map.of(), new ConsumerKeys(Map.of()), Map.of());
    }

    private static Key key(String name, String secret) {
        return new Key(name, new Secret(secret), 1, List.of(), Key.State.ACTIVE, Long.MAX_VALUE);
    }

    private static Subject subject(String key) {
        return new Subject("acme", "org", "org", key, "model", "*");
    }

    @BeforeEach
    void bothKeysAreRefused() {
        new ReplacedKeys(coolDowns).follow(catalog);
        coolDowns.report(subject("a"), Failure.of(FailureClass.CREDENTIAL));
        coolDowns.report(subject("b"), Failure.of(FailureClass.CREDENTIAL));
    }

    @Test
    void aKeyWithANewSecretIsTriedAgainAtOnceAndTheOthersAreNot() {
        catalog.replace(catalog("sk-new", "sk-other"));

        assertThat(coolDowns.blockedUntil(subject("a"))).isZero();
        assertThat(coolDowns.blockedUntil(subject("b"))).isPositive();
    }

    @Test
    void anotherChangeLeavesAllAsItIs() {
        catalog.replace(catalog("sk-old", "sk-other"));

        assertThat(coolDowns.blockedUntil(subject("a"))).isPositive();
    }

    @Test
    void everyReplacementCounts() {
        catalog.replace(catalog("sk-new", "sk-other"));
        coolDowns.report(subject("a"), Failure.of(FailureClass.CREDENTIAL));

        catalog.replace(catalog("sk-newer", "sk-other"));

        assertThat(coolDowns.blockedUntil(subject("a"))).isZero();
    }
}
