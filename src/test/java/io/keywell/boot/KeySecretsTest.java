package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.ConsumerKeys;
import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.core.Secret;
import io.keywell.quota.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeySecretsTest {

    private static final Scope KEY = new Scope.Key("acme", "a");

    private static KeySecrets with(@Nullable String secret) {
        Key key = new Key(
                "a", secret == null ? null : new Secret(secret), 1, List.of(), Key.State.ACTIVE, Long.MAX_VALUE);
        Pool pool = new Pool("acme", "org", "org", List.of(key), List.of());
        Provider acme = new Provider("acme", "openai-compatible", BaseUrl.parse("https://host/v1"), List.of(pool));
        return new KeySecrets(
                new CatalogRef(new Catalog(Map.of("acme", acme), Map.of(), new ConsumerKeys(Map.of()), Map.of())));
    }

    @Test
    void everyReplicaMarksASecretTheSameAndAnotherOneOtherwise() {
        assertThat(with("sk-1").applyAsInt(KEY)).isEqualTo(with("sk-1").applyAsInt(KEY));
        assertThat(with("sk-1").applyAsInt(KEY)).isNotEqualTo(with("sk-2").applyAsInt(KEY));
        assertThat(with("sk-1").applyAsInt(new Scope.KeyModel("acme", "a", "m")))
                .isEqualTo(with("sk-1").applyAsInt(KEY));
    }

    @Test
    void whatHasNoSecretHasNoMark() {
        assertThat(with(null).applyAsInt(KEY)).isZero();
        assertThat(with("sk-1").applyAsInt(new Scope.Key("acme", "unknown"))).isZero();
        assertThat(with("sk-1").applyAsInt(new Scope.Key("unknown", "a"))).isZero();
        assertThat(with("sk-1").applyAsInt(new Scope.Pool("acme", "org"))).isZero();
    }
}
