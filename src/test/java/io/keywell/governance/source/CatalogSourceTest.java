package io.keywell.governance.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Key;
import io.keywell.catalog.LayeredCatalog;
import io.keywell.catalog.config.CatalogReader;
import io.keywell.catalog.config.ConfigResult;
import io.keywell.catalog.config.KnownVendors;
import io.keywell.catalog.config.Overlay;
import io.keywell.core.Clock;
import io.keywell.core.Secret;
import io.keywell.governance.EmbeddedDatabase;
import io.keywell.governance.database.DatabasePool;
import io.keywell.governance.database.DatabaseStatus;
import io.keywell.governance.store.KeyRow;
import io.keywell.governance.store.SecretBox;
import io.keywell.governance.store.SecretVault;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(EmbeddedDatabase.class)
class CatalogSourceTest {

    private static final String CONFIGURED = "keywell.providers.configured.";

    @Inject
    Pool pool;

    @Inject
    DatabasePool where;

    @Inject
    DatabaseStatus status;

    @Inject
    SecretVault vault;

    @Inject
    KnownVendors vendors;

    @Inject
    Vertx vertx;

    private SecretBox box;
    private Replica one;
    private Replica two;

    private record Replica(LayeredCatalog layers, Assembly assembly, CatalogSource source) {

        Catalog catalog() {
            return layers.inForce().current();
        }
    }

    @BeforeEach
    void twoReplicas() {
        sql("truncate provider, model, consumer cascade");
        box = vault.box().await().atMost(Duration.ofSeconds(10));
        one = replica();
        two = replica();
    }

    @AfterEach
    void close() {
        one.source().close();
        two.source().close();
    }

    private Replica replica() {
        CatalogReader reader = new CatalogReader(vendors);
        ConfigResult configured = reader.read(
                Map.of(
                        CONFIGURED + "type",
                        "openai",
                        CONFIGURED + "keys.k.secret",
                        "sk-configured",
                        "keywell.consumers.fixed.key",
                        "kw-fixed"),
                Map.of(),
                path -> "");
        LayeredCatalog layers = new LayeredCatalog(((ConfigResult.Accepted) configured).catalog());
        Assembly assembly = new Assembly(new Overlay(reader), layers, Clock.system());
        CatalogSource source = new CatalogSource(
                vertx, where::options, () -> vault.box().subscribeAsCompletionStage(), assembly, status);
        source.start();
        source.firstReading().toCompletableFuture().join();
        return new Replica(layers, assembly, source);
    }

    @Test
    void aChangeIsInForceOnEveryReplicaWithinASecondAndIsTakenBackAsFast() {
        addProvider("added");
        addKey("added", "k1", "sk-planted");
        List<Long> millis = Stream.of("first", "second", "third")
                .map(name -> {
                    long start = System.nanoTime();
                    addKey("added", name, "sk-" + name);
                    both(catalog -> keys(catalog, "added").contains(name));
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                })
                .toList();
        System.out.println("a change took, in ms, on both replicas: " + millis);

        assertThat(millis).allMatch(took -> took < 1_000);
        Key key = one.catalog().provider("added").pools().stream()
                .flatMap(pool -> pool.keys().stream())
                .filter(found -> found.name().equals("k1"))
                .findFirst()
                .orElseThrow();
        assertThat(key.secret()).isEqualTo(new Secret("sk-planted"));

        sql("delete from provider where name = 'added'");
        both(catalog -> catalog.provider("added") == null);
    }

    @Test
    void whatIsConfiguredWinsAndStaysWhatItIs() {
        addProvider("configured");
        addConsumer("fixed", "kw-other");
        addConsumer("free", "kw-free");

        both(catalog -> catalog.consumer(new Secret("kw-free")) != null);

        assertThat(keys(one.catalog(), "configured")).containsExactly("k");
        assertThat(one.catalog().consumer(new Secret("kw-other"))).isNull();
        assertThat(one.catalog().consumer(new Secret("kw-fixed")).name()).isEqualTo("fixed");
    }

    @Test
    void aModelLeadsToProvidersOfBothSourcesAndFollowsThem() {
        addProvider("added");
        addKey("added", "k", "sk-1");
        sql("insert into model (name, version, updated_at) values ('smart', 0, now())");
        sql("insert into model_target (model, position, provider, upstream) values"
                + " ('smart', 0, 'configured', 'a'), ('smart', 1, 'added', 'b')");
        both(catalog -> catalog.model("smart") != null);
        assertThat(one.catalog().model("smart").targets()).hasSize(2);

        sql("delete from provider where name = 'added'");

        both(catalog -> catalog.model("smart") == null);
        assertThat(one.source().problems())
                .anySatisfy(problem -> assertThat(problem.path()).contains("smart"));
    }

    @Test
    void aRowWithAMistakeIsLeftOutAndTheOthersAreInForce() {
        addProvider("good");
        addKey("good", "k", "sk-1");
        sql("insert into provider (name, type, version, updated_at) values ('bad', 'no-such-vendor', 0, now())");
        addKey("good", "k2", "sk-2");

        both(catalog -> keys(catalog, "good").contains("k2"));

        assertThat(one.catalog().provider("bad")).isNull();
        assertThat(one.source().problems()).singleElement().satisfies(problem -> assertThat(problem.path())
                .contains("bad"));
    }

    @Test
    void aSecretThatWasMovedToAnotherRowIsNotUsedAndNotTold() {
        addProvider("added");
        addKey("added", "mine", "sk-planted");
        addKey("added", "theirs", "sk-other");
        sql("update api_key set secret = (select secret from api_key where name = 'mine') where name = 'theirs'");

        both(catalog -> keys(catalog, "added").equals(List.of("mine")));

        await().untilAsserted(() -> assertThat(one.source().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("api_key/added/theirs")
                        .doesNotContain("planted")));
    }

    @Test
    void aCallersKeyEndsWhenItExpires() {
        addConsumer("passing", "kw-passing");
        both(catalog -> catalog.consumer(new Secret("kw-passing")) != null);

        sql("update consumer_key set expires_at = now() + interval '1 second' where consumer = 'passing'");

        both(catalog -> catalog.consumer(new Secret("kw-passing")) == null);
    }

    @Test
    void aLostConnectionIsMadeAgainAndNothingIsMissed() {
        addProvider("before");
        addKey("before", "k", "sk-1");
        both(catalog -> catalog.provider("before") != null);

        sql("select pg_terminate_backend(pid) from pg_stat_activity where query ilike '%catalog_revision%'"
                + " and pid <> pg_backend_pid()");
        addProvider("after");
        addKey("after", "k", "sk-1");

        both(catalog -> catalog.provider("before") != null && catalog.provider("after") != null);
    }

    @Test
    void tenThousandKeysAreInForceAndAChangeReadsItsOwnProviderAlone() {
        for (int p = 0; p < 10; p++) {
            String provider = "many-" + p;
            addProvider(provider);
            String[] names = IntStream.range(0, 1_000).mapToObj(i -> "k" + i).toArray(String[]::new);
            Buffer[] secrets = Stream.of(names)
                    .map(name -> Buffer.buffer(box.seal(KeyRow.place(provider, name), new Secret("sk-" + name))))
                    .toArray(Buffer[]::new);
            run(
                    "insert into api_key (provider, name, secret, version, updated_at)"
                            + " select $1, n, s, 0, now() from unnest($2::text[], $3::bytea[]) as t(n, s)",
                    Tuple.of(provider, names, secrets));
        }
        sql("insert into consumer (name, version, updated_at)"
                + " select 'c' || i, 0, now() from generate_series(1, 1000) i");
        sql("insert into consumer_key (sha256, consumer, last4, created_at)"
                + " select encode(sha256(('kw-' || i)::bytea), 'hex'), 'c' || i, 'last', now()"
                + " from generate_series(1, 1000) i");
        both(catalog -> catalog.consumer(new Secret("kw-1000")) != null);
        assertThat(IntStream.range(0, 10)
                        .map(p -> keys(one.catalog(), "many-" + p).size()))
                .containsOnly(1_000);

        long known = one.source().revision();
        addKey("many-7", "one-more", "sk-more");

        assertThat(rowsSince(known)).isBetween(1_001, 1_010);
        both(catalog -> keys(catalog, "many-7").contains("one-more"));
    }

    /** How many rows a replica reads that knows this revision. */
    private int rowsSince(long revision) {
        return where
                .options()
                .thenCompose(options -> PgConnection.connect(vertx, options)
                        .compose(open -> new RowQueries(open).read(revision).eventually(() -> open.close()))
                        .toCompletionStage())
                .toCompletableFuture()
                .join()
                .rows()
                .stream()
                .mapToInt(table -> table.rows().size())
                .sum();
    }

    private void both(Predicate<Catalog> holds) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> holds.test(one.catalog()) && holds.test(two.catalog()));
    }

    private static List<String> keys(Catalog catalog, String provider) {
        return catalog.provider(provider) == null
                ? List.of()
                : catalog.provider(provider).pools().stream()
                        .flatMap(pool -> pool.keys().stream())
                        .map(Key::name)
                        .sorted()
                        .toList();
    }

    private void addProvider(String name) {
        run("insert into provider (name, type, version, updated_at) values ($1, 'openai', 0, now())", Tuple.of(name));
    }

    private void addKey(String provider, String name, String secret) {
        run(
                "insert into api_key (provider, name, secret, version, updated_at) values ($1, $2, $3, 0, now())",
                Tuple.of(provider, name, Buffer.buffer(box.seal(KeyRow.place(provider, name), new Secret(secret)))));
    }

    private void addConsumer(String name, String key) {
        run("insert into consumer (name, version, updated_at) values ($1, 0, now())", Tuple.of(name));
        run(
                "insert into consumer_key (sha256, consumer, last4, created_at) values ($1, $2, 'last', now())",
                Tuple.of(HexFormat.of().formatHex(Sha256.of(key).bytes()), name));
    }

    private void sql(String sql) {
        run(sql, Tuple.tuple());
    }

    private void run(String sql, Tuple values) {
        pool.preparedQuery(sql)
                .execute(values)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
