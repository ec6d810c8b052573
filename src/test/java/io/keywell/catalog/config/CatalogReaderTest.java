package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.keywell.catalog.AnonymousAccess;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Key;
import io.keywell.catalog.Lifecycle;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Model;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.Secret;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {

    private static Map<String, List<String>> keysByPool(Provider provider) {
        Map<String, List<String>> keys = new TreeMap<>();
        provider.pools()
                .forEach(pool -> keys.put(
                        pool.name(), pool.keys().stream().map(Key::name).toList()));
        return keys;
    }

    private static Key onlyKey(Catalog catalog, String provider) {
        return catalog.provider(provider).pools().get(0).keys().get(0);
    }

    @Test
    void theShortFormGivesNumberedKeysEachInItsOwnPool() {
        Provider openai = Configured.with("providers.openai.api-keys=sk-a, sk-b,")
                .catalog()
                .provider("openai");

        assertThat(keysByPool(openai))
                .containsExactly(entry("openai-1", List.of("openai-1")), entry("openai-2", List.of("openai-2")));
        assertThat(openai.type()).isEqualTo("openai");
        assertThat(openai.baseUrl().host()).isEqualTo("api.openai.com");
        assertThat(openai.pools().get(1).keys().get(0).secret().reveal()).isEqualTo("sk-b");
    }

    @Test
    void theFullFormPutsKeysIntoSharedPools() {
        Provider main = Configured.with(
                        "providers.main.type=openai",
                        "providers.main.base-url=http://proxy:8081/v2/",
                        "providers.main.keys.a.secret=sk-a",
                        "providers.main.keys.a.pool=org-1",
                        "providers.main.keys.a.weight=3",
                        "providers.main.keys.a.models[0]=gpt-4*",
                        "providers.main.keys.a.models[1]=o3",
                        "providers.main.keys.a.state=draining",
                        "providers.main.keys.a.expires-at=2027-01-31T00:00:00Z",
                        "providers.main.keys.b.secret=sk-b",
                        "providers.main.keys.b.pool=org-1",
                        "providers.main.keys.c.secret=sk-c",
                        "providers.main.pools.org-1.billing=account-1")
                .catalog()
                .provider("main");

        assertThat(keysByPool(main)).containsExactly(entry("c", List.of("c")), entry("org-1", List.of("a", "b")));
        assertThat(main.baseUrl().path()).isEqualTo("/v2");
        Pool shared = main.pools().get(1);
        assertThat(shared.billing()).isEqualTo("account-1");
        assertThat(main.pools().get(0).billing()).isEqualTo("c");
        Key a = shared.keys().get(0);
        assertThat(a.weight()).isEqualTo(3);
        assertThat(a.models()).extracting("pattern").containsExactly("gpt-4*", "o3");
        assertThat(a.state()).isEqualTo(Key.State.DRAINING);
        assertThat(a.expiresAtMillis())
                .isEqualTo(Instant.parse("2027-01-31T00:00:00Z").toEpochMilli());
    }

    @Test
    void theFirstLimitThatFitsAModelWinsAndTheModelsOfOneLimitShareACounter() {
        Pool pool = Configured.with(
                        "providers.openai.keys.a.secret=sk-a",
                        "providers.openai.pools.a.limits[0].model=gpt-4o*",
                        "providers.openai.pools.a.limits[0].requests-per-minute=500",
                        "providers.openai.pools.a.limits[0].tokens-per-minute=200_000",
                        "providers.openai.pools.a.limits[0].requests-per-day=10000",
                        "providers.openai.pools.a.limits[0].window=midnight:America/Los_Angeles",
                        "providers.openai.pools.a.limits[10].concurrent=7",
                        "providers.openai.pools.a.limits[2].model=o3",
                        "providers.openai.pools.a.limits[2].input-tokens-per-minute=1",
                        "providers.openai.pools.a.limits[2].output-tokens-per-minute=2",
                        "providers.openai.pools.a.limits[2].tokens-per-day=3",
                        "providers.openai.pools.a.limits[2].window=fixed")
                .catalog()
                .provider("openai")
                .pools()
                .get(0);

        Window midnight = new Window.Midnight(ZoneId.of("America/Los_Angeles"));
        assertThat(pool.ruleFor("gpt-4o-mini").limits().all())
                .containsExactlyInAnyOrder(
                        new Limits.Limit(Dimension.REQUESTS_PER_MINUTE, 500, midnight),
                        new Limits.Limit(Dimension.TOKENS_PER_MINUTE, 200_000, midnight),
                        new Limits.Limit(Dimension.REQUESTS_PER_DAY, 10_000, midnight));
        assertThat(pool.ruleFor("o3").limits().all())
                .containsExactlyInAnyOrder(
                        new Limits.Limit(Dimension.INPUT_TOKENS_PER_MINUTE, 1, Window.FIXED),
                        new Limits.Limit(Dimension.OUTPUT_TOKENS_PER_MINUTE, 2, Window.FIXED),
                        new Limits.Limit(Dimension.TOKENS_PER_DAY, 3, Window.FIXED));
        assertThat(pool.ruleFor("other").limits().all())
                .containsExactly(new Limits.Limit(Dimension.CONCURRENT, 7, Window.SLIDING));
        assertThat(pool.ruleFor("gpt-4o").account())
                .isEqualTo(pool.ruleFor("gpt-4o-mini").account());
        assertThat(pool.ruleFor("gpt-4o").account()).hasToString("pool:openai/a:gpt-4o*");
    }

    @Test
    void aVendorsOwnVariablesMakeAProvider() {
        Catalog catalog = Configured.with()
                .env("OPENAI_API_KEY", "sk-a")
                .env("OPENAI_API_KEYS", " sk-a,sk-b ")
                .catalog();

        assertThat(keysByPool(catalog.provider("openai"))).containsOnlyKeys("openai-1", "openai-2");
        assertThat(catalog.resolve("gpt-4o").targets().get(0).provider().name()).isEqualTo("openai");
    }

    @Test
    void aVendorsVariableFillsAConfiguredProviderWithoutKeys() {
        Catalog catalog = Configured.with("providers.openai.base-url=http://mock:9")
                .env("OPENAI_API_KEY", "sk-a")
                .catalog();

        assertThat(catalog.provider("openai").baseUrl().host()).isEqualTo("mock");
        assertThat(onlyKey(catalog, "openai").secret().reveal()).isEqualTo("sk-a");
    }

    @Test
    void configuredKeysStandBeforeAVendorsVariable() {
        Configured configured =
                Configured.with("providers.openai.api-keys=sk-own").env("OPENAI_API_KEY", "sk-other");

        assertThat(onlyKey(configured.catalog(), "openai").secret().reveal()).isEqualTo("sk-own");
        assertThat(configured.warnings())
                .contains(
                        "OPENAI_API_KEY or OPENAI_API_KEYS: not used, because keywell.providers.openai has keys of its own");
        assertThat(Configured.with("providers.openai.api-keys=sk-1")
                        .env("OPENAI_API_KEY", "sk-1")
                        .warnings())
                .noneMatch(warning -> warning.contains("OPENAI_API_KEY"));
    }

    @Test
    void aKeylessVendorHasOneKeyWithoutASecretInTheDeclaredPool() {
        Catalog catalog = Configured.with("providers.gpu.type=ollama", "providers.gpu.pools.box.limits[0].concurrent=4")
                .catalog();

        Pool pool = catalog.provider("gpu").pools().get(0);
        assertThat(pool.name()).isEqualTo("box");
        assertThat(pool.rules()).hasSize(1);
        assertThat(pool.keys().get(0).name()).isEqualTo("gpu");
        assertThat(pool.keys().get(0).secret()).isNull();
    }

    @Test
    void aKeylessVendorMayHaveKeysWithAndWithoutSecrets() {
        Provider vllm = Configured.with(
                        "providers.vllm.base-url=http://box:8000/v1",
                        "providers.vllm.keys.a.weight=2",
                        "providers.vllm.keys.b.secret=token")
                .catalog()
                .provider("vllm");

        assertThat(vllm.pools().get(0).keys().get(0).secret()).isNull();
        assertThat(vllm.pools().get(1).keys().get(0).secret()).isEqualTo(new Secret("token"));
    }

    @Test
    void aSecretFileIsReadWithoutTheLineEnd() {
        Catalog catalog = Configured.with("providers.openai.keys.a.secret-file=/secrets/a")
                .file("/secrets/a", "sk-file\n")
                .catalog();

        assertThat(onlyKey(catalog, "openai").secret().reveal()).isEqualTo("sk-file");
    }

    @Test
    void modelsLeadToTargetsInTheOrderOfTheirTiers() {
        Model smart = Configured.with(
                        "providers.openai.api-keys=sk-a",
                        "providers.groq.api-keys=gsk-a",
                        "models.\"gpt-4.1/smart\".targets[0].provider=groq",
                        "models.\"gpt-4.1/smart\".targets[0].model=big",
                        "models.\"gpt-4.1/smart\".targets[0].tier=1",
                        "models.\"gpt-4.1/smart\".targets[1].provider=openai",
                        "models.\"gpt-4.1/smart\".targets[1].model=gpt-4o",
                        "models.\"gpt-4.1/smart\".targets[1].weight=5",
                        "models.\"gpt-4.1/smart\".max-wait=1500ms",
                        "models.\"gpt-4.1/smart\".state=deprecated",
                        "models.\"gpt-4.1/smart\".deprecated-at=2026-02-03T04:05:06Z",
                        "models.\"gpt-4.1/smart\".sunset=2027-02-03",
                        "models.\"gpt-4.1/smart\".successor=openai/gpt-5")
                .catalog()
                .resolve("gpt-4.1/smart");

        assertThat(smart.targets()).extracting(Model.Target::upstreamModel).containsExactly("gpt-4o", "big");
        assertThat(smart.targets().get(0).weight()).isEqualTo(5);
        assertThat(smart.maxWaitMillis()).isEqualTo(1_500);
        assertThat(smart.lifecycle())
                .isEqualTo(new Lifecycle(
                        Model.State.DEPRECATED,
                        Instant.parse("2026-02-03T04:05:06Z").toEpochMilli(),
                        Instant.parse("2027-02-03T00:00:00Z").toEpochMilli(),
                        "openai/gpt-5"));
    }

    @Test
    void aRetiredModelNeedsNoTarget() {
        assertThat(Configured.with("models.old.state=retired")
                        .catalog()
                        .resolve("old")
                        .lifecycle()
                        .state())
                .isEqualTo(Model.State.RETIRED);
    }

    @Test
    void theLongestPrefixOfAModelNameFindsTheProvider() {
        Catalog catalog = Configured.with(
                        "providers.openai.api-keys=sk-a",
                        "providers.other.type=openai",
                        "providers.other.api-keys=sk-b",
                        "providers.groq.api-keys=gsk-a")
                .catalog();

        assertThat(catalog.resolve("gpt-4o").targets())
                .extracting(target -> target.provider().name())
                .containsExactly("openai", "other");
        assertThat(catalog.resolve("gpt-oss-20b").targets())
                .extracting(target -> target.provider().name())
                .containsExactly("groq");
        assertThat(catalog.resolve("unknown")).isNull();
    }

    @Test
    void consumersAreFoundByTheirKeys() {
        Catalog catalog = Configured.with(
                        "consumers.web.key=kw-web",
                        "consumers.web.team=storefront",
                        "consumers.web.models=smart, openai/*",
                        "consumers.web.priority=16",
                        "consumers.web.limits.requests-per-minute=100",
                        "consumers.web.limits.concurrent=20",
                        "consumers.web.max-wait=10",
                        "consumers.batch.keys[0]=kw-old",
                        "consumers.batch.keys[1]=kw-new",
                        "consumers.batch.key-sha256=BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")
                .catalog();

        Consumer web = catalog.consumer(new Secret("kw-web"));
        assertThat(web.name()).isEqualTo("web");
        assertThat(web.team()).isEqualTo("storefront");
        assertThat(web.mayUse("openai/gpt-4o")).isTrue();
        assertThat(web.mayUse("groq/x")).isFalse();
        assertThat(web.priority()).isEqualTo(16);
        assertThat(web.limits().all())
                .containsExactlyInAnyOrder(
                        new Limits.Limit(Dimension.REQUESTS_PER_MINUTE, 100, Window.SLIDING),
                        new Limits.Limit(Dimension.CONCURRENT, 20, Window.SLIDING));
        assertThat(web.maxWaitMillis()).isEqualTo(10_000);
        for (String key : List.of("kw-old", "kw-new", "abc")) {
            Consumer batch = catalog.consumer(new Secret(key));
            assertThat(batch.name()).isEqualTo("batch");
            assertThat(batch.priority()).isEqualTo(Consumer.DEFAULT_PRIORITY);
            assertThat(batch.maxWaitMillis()).isEqualTo(-1);
        }
        assertThat(catalog.consumer(new Secret("kw-nobody"))).isNull();
    }

    @Test
    void nobodyGetsInWithoutAKeyUnlessConfigured() {
        assertThat(Configured.with().catalog().anonymous().scope()).isEqualTo(AnonymousAccess.Scope.NONE);

        AnonymousAccess loopback = Configured.with(
                        "auth.anonymous=loopback", "consumers.anonymous.limits.requests-per-minute=5")
                .catalog()
                .anonymous();
        assertThat(loopback.consumerFor(false)).isNull();
        assertThat(loopback.consumerFor(true).limits().all()).hasSize(1);
        assertThat(loopback.consumer().name()).isEqualTo("anonymous");

        assertThat(Configured.with("auth.anonymous=true").catalog().anonymous().consumerFor(false))
                .isNotNull();
    }

    @Test
    void otherFeaturesPropertiesAreLeftToThem() {
        assertThat(Configured.with("waiting.max-wait=nonsense", "upstream.whatever=1")
                        .read())
                .isInstanceOf(ConfigResult.Accepted.class);
    }
}
