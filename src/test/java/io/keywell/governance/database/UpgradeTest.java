package io.keywell.governance.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.keywell.catalog.Budget;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Key;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.Secret;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What installations of the first schema hold is there after an upgrade, and means the same. */
@QuarkusTest
@TestProfile(FirstRelease.class)
class UpgradeTest {

    @Inject
    CatalogRef catalog;

    @Inject
    io.vertx.sqlclient.Pool pool;

    /** The operator's token is one of the old rows too. */
    private static RequestSpecification operator() {
        return given().basePath("/admin/v1").header("Authorization", "Bearer kwa-first-release-operator");
    }

    @Test
    void theSchemaIsThatOfThisVersion() throws Exception {
        assertThat(ask("select max(version::int) from keywell_schema where success")
                        .getInteger(0))
                .isEqualTo(newest());
    }

    private static int newest() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Migrations.class.getResource("/db/migration/V1__catalog.sql").toURI());
        try (Stream<Path> scripts = Files.list(folder.getParent())) {
            return scripts.map(script -> script.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
        }
    }

    @Test
    void providersPoolsAndKeysServeWithTheirOldSecrets() {
        Provider first = catalog.current().provider("first");

        assertThat(first.type()).isEqualTo("openai-compatible");
        assertThat(first.pools())
                .flatExtracting(Pool::keys)
                .extracting(Key::name, Key::secret, Key::weight, Key::state)
                .contains(
                        tuple("one", new Secret("sk-first-release-one"), 1, Key.State.ACTIVE),
                        tuple("two", new Secret("sk-first-release-two"), 5, Key.State.DRAINING),
                        tuple("old", new Secret("sk-first-release-old"), 1, Key.State.DISABLED));
        Pool org = first.pools().stream()
                .filter(one -> one.name().equals("org"))
                .findFirst()
                .orElseThrow();
        assertThat(org.ruleFor("large-2").limits().all())
                .extracting(Limits.Limit::dimension, Limits.Limit::amount)
                .containsExactlyInAnyOrder(
                        tuple(Dimension.REQUESTS_PER_MINUTE, 60L), tuple(Dimension.TOKENS_PER_DAY, 90_000L));
        assertThat(catalog.current().model("smart").targets()).singleElement().satisfies(target -> {
            assertThat(target.upstreamModel()).isEqualTo("large");
            assertThat(target.price().input()).isEqualTo(2_500_000);
        });
    }

    @Test
    void callersKeepTheirKeysLimitsAndBudgets() {
        Consumer app = catalog.current().consumer(new Secret("kw-first-release"));

        assertThat(app.name()).isEqualTo("app");
        assertThat(app.priority()).isEqualTo(3);
        assertThat(app.maxWaitMillis()).isEqualTo(2_000);
        Window.Calendar berlin = new Window.Calendar(Window.Period.DAY, ZoneId.of("Europe/Berlin"));
        assertThat(app.allowances())
                .extracting(allowance -> allowance.budget())
                .contains(new Budget(2_500_000, berlin, 0.5));
        assertThat(app.allowances())
                .filteredOn(allowance -> allowance.shared() && allowance.budget() != null)
                .singleElement()
                .satisfies(shared -> assertThat(shared.budget().soft()).isEqualTo(0.8));
    }

    @Test
    void theAdminApiShowsWhatWasThereWithItsVersions() {
        operator().get("/providers/first/keys").then().statusCode(200).body("items.secret", hasItem("...-two"));
        operator().get("/providers/first/keys/two").then().statusCode(200).header("ETag", equalTo("\"4\""));
        operator().get("/teams/crew").then().statusCode(200).body("budget.soft", equalTo(0.8F));
        operator().get("/consumers/app").then().body("budget.soft", equalTo(0.5F));
        operator().get("/prices/large").then().body("cache-read", equalTo("1.25"));
        operator().get("/audit?subject=consumers/app").then().statusCode(200).body("items.operator", hasItem("ops"));
    }

    @Test
    void oldCallsAreSummed() {
        operator()
                .get("/usage?by=consumer,tag")
                .then()
                .statusCode(200)
                .body("items.calls", hasItem(3))
                .body("items.consumer", hasItem("app"));
        assertThat(ask("select count(*), sum(cost_micros)::bigint from ledger").getLong(0))
                .isEqualTo(3);
    }

    @Test
    void oldRowsAreChangedAndNewSecretsStandBesideOldOnes() {
        operator()
                .contentType("application/json")
                .header("If-Match", "\"0\"")
                .body("{\"billing\":\"other\"}")
                .patch("/providers/first/pools/org")
                .then()
                .statusCode(200)
                .body("billing", equalTo("other"));
        operator()
                .contentType("text/plain")
                .body("new,sk-second-release,org")
                .post("/providers/first/keys:import")
                .then()
                .statusCode(200)
                .body("imported", equalTo(1));

        await().untilAsserted(
                        () -> assertThat(catalog.current().provider("first").pools())
                                .flatExtracting(Pool::keys)
                                .extracting(Key::name, Key::secret, Key::weight)
                                .contains(
                                        tuple("old", new Secret("sk-first-release-old"), 1),
                                        tuple("new", new Secret("sk-second-release"), 1)));
        operator()
                .contentType("application/json")
                .delete("/providers/first/keys/new")
                .then()
                .statusCode(428);
        operator().get("/encryption").then().statusCode(200).body("data-keys", hasSize(1));
    }

    private Row ask(String sql) {
        return pool.query(sql)
                .execute()
                .map(rows -> rows.iterator().next())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
