package io.keywell.governance.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Budget;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.Key;
import io.keywell.catalog.LayeredCatalog;
import io.keywell.catalog.Model;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Price;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Window;
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
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    io.vertx.sqlclient.Pool pool;

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
        sql("truncate provider, pool, api_key, model, consumer, team, price cascade");
        box = vault.box().await().atMost(Duration.ofSeconds(10));
        one = replica();
        two = replica();
    }

    @AfterEach
    void close() {
        one.source().close();
        two.source().close();
    }

    private Catalog configured(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put(CONFIGURED + "type", "openai");
        properties.put(CONFIGURED + "keys.k.secret", "sk-configured");
        properties.put("keywell.models.settled.targets[0].provider", "configured");
        properties.put("keywell.models.settled.targets[0].model", "large");
        properties.put("keywell.prices.own.model", "large");
        properties.put("keywell.prices.own.input", "1");
        properties.put("keywell.consumers.fixed.key", "kw-fixed");
        properties.put("keywell.consumers.fixed.team", "crew");
        ConfigResult read = new CatalogReader(vendors).read(properties, Map.of(), path -> "");
        return ((ConfigResult.Accepted) read).catalog();
    }

    private Replica replica() {
        CatalogReader reader = new CatalogReader(vendors);
        LayeredCatalog layers = new LayeredCatalog(configured(Map.of()));
        Assembly assembly = new Assembly(new Overlay(reader), layers, Clock.system());
        CatalogSource source = new CatalogSource(
                vertx, where::options, () -> vault.box().subscribeAsCompletionStage(), assembly, status, told -> {});
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
        assertThat(key(one.catalog(), "added", "k1").secret()).isEqualTo(new Secret("sk-planted"));

        sql("delete from provider where name = 'added'");
        both(catalog -> catalog.provider("added") == null);
    }

    @Test
    void beforeTheFirstReadingTheCatalogSaysThatItIsNotWholeHoweverLongTheDatabaseIsAway() {
        addConsumer("late", "kw-late");
        AtomicInteger tries = new AtomicInteger();
        AtomicBoolean back = new AtomicBoolean();
        LayeredCatalog layers = new LayeredCatalog(configured(Map.of()));
        try (CatalogSource source = new CatalogSource(
                vertx,
                () -> {
                    tries.incrementAndGet();
                    return back.get()
                            ? where.options()
                            : CompletableFuture.failedFuture(new ConnectException("connection refused"));
                },
                () -> vault.box().subscribeAsCompletionStage(),
                new Assembly(new Overlay(new CatalogReader(vendors)), layers, Clock.system()),
                status,
                told -> {})) {
            source.expectRows();
            source.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> tries.get() >= 2);
            layers.configure(configured(Map.of()));

            assertThat(source.firstReading().toCompletableFuture()).isNotDone();
            assertThat(layers.inForce().current().isWhole()).isFalse();
            assertThat(layers.inForce().current().consumer(new Secret("kw-fixed")))
                    .isNotNull();

            back.set(true);
            source.firstReading().toCompletableFuture().join();

            assertThat(layers.inForce().current().isWhole()).isTrue();
            assertThat(layers.inForce().current().consumer(new Secret("kw-late")))
                    .isNotNull();
        }
    }

    @Test
    void whatIsConfiguredWinsAndStaysWhatItIs() {
        addProvider("configured");
        addKey("configured", "k", "sk-other");
        addConsumer("fixed", "kw-other");
        addConsumer("free", "kw-free");

        both(catalog -> catalog.consumer(new Secret("kw-free")) != null);

        assertThat(keys(one.catalog(), "configured")).containsExactly("k");
        assertThat(key(one.catalog(), "configured", "k").secret()).isEqualTo(new Secret("sk-configured"));
        assertThat(one.catalog().consumer(new Secret("kw-other"))).isNull();
        assertThat(one.catalog().consumer(new Secret("kw-fixed")).name()).isEqualTo("fixed");
    }

    @Test
    void keysAndPoolsJoinAConfiguredProviderAndEveryModelThatLeadsThere() {
        sql("insert into pool (provider, name, version, updated_at) values ('configured', 'org', 0, now())");
        sql(
                "insert into pool_limit (provider, pool, position, requests_per_minute) values ('configured', 'org', 0, 7)");
        addKey("configured", "joined", "sk-joined");
        sql("update api_key set pool = 'org' where name = 'joined'");
        addKey("configured", "beside", "sk-beside");
        sql("update api_key set pool = 'k' where name = 'beside'");

        both(catalog -> keys(catalog, "configured").equals(List.of("beside", "joined", "k"))
                && catalog.provider("configured").pools().size() == 2);

        Provider provider = one.catalog().provider("configured");
        assertThat(provider.pools())
                .extracting(Pool::name, pool -> pool.keys().size())
                .containsExactly(tuple("k", 2), tuple("org", 1));
        assertThat(provider.pools().get(1).rules().get(0).limits().all().get(0).amount())
                .isEqualTo(7);
        assertThat(one.catalog().model("settled").targets().get(0).provider()).isSameAs(provider);

        sql("delete from api_key where provider = 'configured'");
        both(catalog -> keys(catalog, "configured").equals(List.of("k")));
        assertThat(one.source().problems()).isEmpty();
    }

    @Test
    void aKeyInAPoolThatNobodyDeclaresIsLeftOutAndTold() {
        addKey("configured", "lost", "sk-lost");
        sql("update api_key set pool = 'no-such-pool' where name = 'lost'");
        addKey("configured", "found", "sk-found");

        both(catalog -> keys(catalog, "configured").equals(List.of("found", "k")));

        assertThat(one.source().problems()).singleElement().satisfies(problem -> assertThat(problem.toString())
                .contains("keywell.providers.configured.keys.lost.pool")
                .doesNotContain("sk-"));
    }

    @Test
    void keysWithoutAProviderWaitForOneOfEitherKind() {
        addKey("openai", "waiting", "sk-waiting");
        both(catalog -> !one.source().problems().isEmpty());
        assertThat(one.catalog().provider("openai")).isNull();

        addProvider("openai");
        both(catalog -> keys(catalog, "openai").equals(List.of("waiting")));
        sql("delete from provider where name = 'openai'");
        both(catalog -> catalog.provider("openai") == null);
        assertThat(one.source().problems()).isEmpty();

        addKey("openai", "again", "sk-again");
        both(catalog -> !one.source().problems().isEmpty());
        one.layers().configure(configured(Map.of("keywell.providers.openai.keys.own.secret", "sk-own")));
        assertThat(keys(one.catalog(), "openai")).containsExactly("again", "own");
        one.layers().configure(configured(Map.of()));
        assertThat(one.catalog().provider("openai")).isNull();
        assertThat(keys(one.catalog(), "configured")).containsExactly("k");
    }

    @Test
    void aPriceOfTheRowsReachesTargetsAndThatOfTheConfigurationWins() {
        sql("insert into price (name, provider, model, input, output, version, updated_at) values"
                + " ('one', 'configured', 'large', 5, 6, 0, now()), ('two', 'openai', 'small', 7, 8, 0, now())");
        both(catalog -> price(catalog, "small") == 7);

        assertThat(price(one.catalog(), "large")).isEqualTo(1_000_000);
        sql("update price set input = 9, cache_read = 1 where name = 'two'");
        both(catalog -> price(catalog, "small") == 9);
        sql("delete from price");
        both(catalog -> price(catalog, "small") == -1);
    }

    @Test
    void aPriceOfTheConfigurationIsForProvidersOfTheRowsTooAndGoesOverTheirs() {
        addProvider("added");
        addKey("added", "k", "sk-1");
        sql("insert into price (name, model, input, output, version, updated_at) values"
                + " ('one', 'large', 5, 6, 0, now()), ('two', 'small', 7, 8, 0, now())");
        both(catalog -> catalog.provider("added") != null
                && catalog.provider("added").prices().of("small") != null
                && catalog.provider("added").prices().of("small").input() == 7);

        assertThat(one.catalog().provider("added").prices().of("large").input()).isEqualTo(1_000_000);
    }

    @Test
    void aPriceOfTheConfigurationMayNameAProviderThatTheApiMakes() {
        Map<String, String> price = Map.of(
                "keywell.prices.theirs.provider", "added",
                "keywell.prices.theirs.model", "large*",
                "keywell.prices.theirs.input", "3");
        one.layers().configure(configured(price));
        addProvider("added");
        addKey("added", "k", "sk-1");
        both(catalog -> catalog.provider("added") != null);

        assertThat(one.catalog().provider("added").prices().of("large-2").input())
                .isEqualTo(3_000_000);
        assertThat(one.catalog().provider("configured").prices().of("large-2")).isNull();
    }

    @Test
    void budgetsAndLimitsOfTeamsAndConsumersAreCountedOn() {
        addConsumer("app", "kw-app");
        sql("update consumer set team = 'crew', budget_micros = 2500000, budget_period = 'week', budget_soft = 0.5");
        both(catalog -> catalog.consumer(new Secret("kw-app")) != null
                && catalog.consumer(new Secret("kw-app")).allowances().size() == 1);
        Budget own =
                one.catalog().consumer(new Secret("kw-app")).allowances().get(0).budget();
        assertThat(own).isEqualTo(new Budget(2_500_000, new Window.Calendar(Window.Period.WEEK, ZoneOffset.UTC), 0.5));

        sql("insert into team (name, budget_micros, budget_period, requests_per_minute, version, updated_at)"
                + " values ('crew', 7000000, 'day', 30, 0, now())");
        both(catalog -> shared(catalog, "kw-app") == 2 && shared(catalog, "kw-fixed") == 2);
        assertThat(one.catalog().consumer(new Secret("kw-app")).allowances()).hasSize(3);

        sql("delete from team");
        both(catalog -> shared(catalog, "kw-app") == 0 && shared(catalog, "kw-fixed") == 0);
    }

    @Test
    void datesAndTheSuccessorOfAModelAreThoseOfItsRow() {
        sql("insert into model (name, deprecated_at, sunset, successor, version, updated_at)"
                + " values ('dated', '2026-01-01', '2999-01-01', 'settled', 0, now())");
        sql("insert into model_target (model, position, provider, upstream) values ('dated', 0, 'configured', 'a')");
        both(catalog -> catalog.model("dated") != null);

        assertThat(one.catalog().model("dated").state(Clock.system())).isEqualTo(Model.State.DEPRECATED);
        assertThat(one.catalog().model("dated").lifecycle().successor()).isEqualTo("settled");
    }

    @Test
    void rowsThatCannotBeReadAreNoOutageAndTheLastCatalogStays() {
        addProvider("before");
        addKey("before", "k", "sk-1");
        both(catalog -> catalog.provider("before") != null);

        sql("alter table model rename column successor to heir");
        try {
            sql("insert into model (name, version, updated_at) values ('odd', 0, now())");
            await().until(() -> one.source().fault() != null && two.source().fault() != null);
            assertThat(status.state().up()).isTrue();
            assertThat(one.catalog().provider("before")).isNotNull();
        } finally {
            sql("alter table model rename column heir to successor");
        }
        addProvider("after");
        addKey("after", "k", "sk-1");

        both(catalog -> catalog.provider("after") != null);
        assertThat(one.source().fault()).isNull();
    }

    @Test
    void rowsThatCannotBeReadAtFirstAreAnAnswerAndTheReadingIsTheOneThatSucceeds() {
        sql("insert into model (name, version, updated_at) values ('odd', 0, now())");
        sql("alter table model rename column successor to heir");
        CatalogSource source = new CatalogSource(
                vertx,
                where::options,
                () -> vault.box().subscribeAsCompletionStage(),
                new Assembly(
                        new Overlay(new CatalogReader(vendors)),
                        new LayeredCatalog(configured(Map.of())),
                        Clock.system()),
                status,
                told -> {});
        try (source) {
            try {
                source.start();
                source.firstAnswer().toCompletableFuture().join();
                assertThat(source.fault()).isNotNull();
                assertThat(source.firstReading().toCompletableFuture()).isNotDone();
            } finally {
                sql("alter table model rename column heir to successor");
            }
            addProvider("changed");
            source.firstReading().toCompletableFuture().join();
            assertThat(source.fault()).isNull();
        }
    }

    private static long price(Catalog catalog, String upstream) {
        Price price = catalog.provider("configured").prices().of(upstream);
        return price == null ? -1 : price.input();
    }

    private static long shared(Catalog catalog, String key) {
        return catalog.consumer(new Secret(key)).allowances().stream()
                .filter(Allowance::shared)
                .count();
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

        assertThat(unitsSince(known))
                .singleElement()
                .satisfies(unit -> assertThat(unit.id()).isEqualTo(new Unit.Id(Unit.Kind.PROVIDER, "many-7")))
                .satisfies(unit -> assertThat(unit.keys()).hasSize(1_001));
        both(catalog -> keys(catalog, "many-7").contains("one-more"));
    }

    /** What a replica reads that knows this revision. */
    private List<Unit> unitsSince(long revision) {
        return where.options()
                .thenCompose(options -> PgConnection.connect(vertx, options)
                        .compose(open -> new RowQueries(open, CatalogSourceTest::atOnce)
                                .read(revision, new UnitRows(box))
                                .eventually(() -> open.close()))
                        .toCompletionStage())
                .toCompletableFuture()
                .join()
                .units();
    }

    private static Future<Void> atOnce(Runnable work) {
        work.run();
        return Future.succeededFuture();
    }

    @Test
    void aTransactionIsOneRevisionHoweverManyStatementsItHas() {
        addProvider("added");
        long before = number("select revision from catalog_revision");

        sql("do $$ begin for i in 1..500 loop insert into api_key (provider, name, version, updated_at)"
                + " values ('added', 'k' || i, 0, now()); end loop;"
                + " insert into team (name, version, updated_at) values ('squad', 0, now()); end $$");

        assertThat(number("select revision from catalog_revision")).isEqualTo(before + 1);
        assertThat(number("select count(*) from catalog_change where revision = " + (before + 1)))
                .isEqualTo(2);
        sql("update team set version = 1 where name = 'squad'");
        assertThat(number("select revision from catalog_revision")).isEqualTo(before + 2);
        sql("delete from team where name = 'squad'");
    }

    @Test
    void whatIsTakenBackInsideATransactionDoesNotHideWhatFollows() {
        long before = number("select revision from catalog_revision");

        sql(
                "do $$ begin begin insert into team (name, version, updated_at) values ('undone', 0, now());"
                        + " raise exception 'no'; exception when others then null; end;"
                        + " insert into team (name, requests_per_minute, version, updated_at) values ('kept', 9, 0, now()); end $$");

        assertThat(number("select revision from catalog_revision")).isEqualTo(before + 1);
        both(catalog -> catalog.teams().stream().anyMatch(team -> team.name().equals("kept")));
        sql("delete from team where name = 'kept'");
    }

    private long number(String sql) {
        return pool.query(sql)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void both(Predicate<Catalog> holds) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> holds.test(one.catalog()) && holds.test(two.catalog()));
    }

    private static Key key(Catalog catalog, String provider, String name) {
        return catalog.provider(provider).pools().stream()
                .flatMap(pool -> pool.keys().stream())
                .filter(found -> found.name().equals(name))
                .findFirst()
                .orElseThrow();
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
