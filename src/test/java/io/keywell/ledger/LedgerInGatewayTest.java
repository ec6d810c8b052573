package io.keywell.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the caller's header to the operator's sum. */
@QuarkusTest
@TestProfile(LedgerProfile.class)
class LedgerInGatewayTest {

    @Inject
    Pool pool;

    private static Response call(String key, String model, boolean stream, String tags) {
        return given().header("authorization", "Bearer " + key)
                .header("x-keywell-tags", tags)
                .contentType("application/json")
                .body(Map.of(
                        "model",
                        model,
                        "stream",
                        stream,
                        "messages",
                        List.of(Map.of("role", "user", "content", "hello"))))
                .post("/v1/chat/completions");
    }

    private static RequestSpecification operator() {
        return given().header("authorization", "Bearer " + LedgerProfile.TOKEN);
    }

    private Row row(String id) {
        return LedgerServer.await(
                        pool.preparedQuery("select * from ledger where id = $1").execute(Tuple.of(id)))
                .iterator()
                .next();
    }

    private void awaitCalls(String tag, int calls) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> operator()
                .queryParam("tag", tag)
                .get("/admin/v1/usage")
                .then()
                .statusCode(200)
                .body("items[0].calls", equalTo(calls)));
    }

    @Test
    void everyCallIsOneRowUnderTheIdThatItsCallerWasTold() {
        String whole = call("kw-ledger-web", "smart", false, "run=rows").header("x-request-id");
        String stream = call("kw-ledger-web", "smart", true, "run=rows").header("x-request-id");
        String refused = call("kw-ledger-web", "nothing", false, "run=rows").header("x-request-id");
        awaitCalls("run=rows", 3);

        for (String id : List.of(whole, stream)) {
            Row row = row(id);
            assertThat(row.getString("consumer")).isEqualTo("web");
            assertThat(row.getString("team")).isEqualTo("shop");
            assertThat(row.getString("outcome")).isEqualTo("ok");
            assertThat(row.getString("key")).isEqualTo("acme-1");
            assertThat(row.getLong("input_tokens")).isEqualTo(5);
            assertThat(row.getLong("output_tokens")).isEqualTo(2);
            assertThat(row.getLong("cost_micros")).isEqualTo(30);
            assertThat(row.getLong("total_us")).isPositive();
        }
        assertThat(row(stream).getBoolean("streamed")).isTrue();
        assertThat(row(refused).getString("outcome")).isEqualTo("refused");
        assertThat(row(refused).getString("error")).isEqualTo("model_not_found");
        assertThat(row(refused).getString("model")).isEqualTo("unknown");
        assertThat(row(refused).getString("requested_model")).isEqualTo("nothing");
    }

    @Test
    void aStrangerFillsNoDisk() {
        call("kw-nobody", "smart", false, "run=stranger").then().statusCode(401);
        call("kw-ledger-web", "smart", false, "run=stranger");
        awaitCalls("run=stranger", 1);
    }

    @Test
    void sumsAreJsonAndCsvAndComeInPages() {
        call("kw-ledger-web", "smart", false, "run=sums,app=+evil");
        call("kw-ledger-web", "smart", false, "run=sums,app=b");
        awaitCalls("run=sums", 2);

        operator()
                .queryParam("tag", "run=sums")
                .queryParam("by", "team,model,key")
                .queryParam("bucket", "month")
                .get("/admin/v1/usage")
                .then()
                .statusCode(200)
                .body("currency", equalTo("USD"))
                .body("items", hasSize(1))
                .body("items[0].team", equalTo("shop"))
                .body("items[0].model", equalTo("smart"))
                .body("items[0].input-tokens", equalTo(10))
                .body("items[0].cost", equalTo("0.000060"));
        String next = operator()
                .queryParam("by", "tag")
                .queryParam("tag", "run=sums", "app=b")
                .queryParam("limit", 1)
                .get("/admin/v1/usage")
                .then()
                .body("items[0].tag", equalTo("app=b"))
                .extract()
                .path("next");
        operator()
                .queryParam("by", "tag")
                .queryParam("tag", "run=sums", "app=b")
                .queryParam("limit", 1)
                .queryParam("cursor", next)
                .get("/admin/v1/usage")
                .then()
                .body("items[0].tag", equalTo("run=sums"))
                .body("next", equalTo(null));
        String csv = operator()
                .accept("text/csv")
                .queryParam("by", "consumer")
                .queryParam("tag", "run=sums")
                .get("/admin/v1/usage")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(csv.lines().toList()).satisfies(lines -> {
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).startsWith("consumer,calls,ok,refused").contains(",cost_usd,");
            assertThat(lines.get(1)).startsWith("web,2,2,0").contains(",0.000060,");
        });
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        operator()
                .queryParam("from", "yesterday")
                .queryParam("to", "2026-03-01T00:00:01Z")
                .queryParam("bucket", "week")
                .queryParam("by", "colour")
                .queryParam("limit", "0")
                .queryParam("cursor", "made-up")
                .queryParam("tag", "a=1", "b=2")
                .queryParam("size", "1")
                .get("/admin/v1/usage")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.path", hasItems("from", "to", "bucket", "by", "limit", "cursor", "tag", "size"));
        operator().queryParam("format", "xml").get("/admin/v1/usage").then().statusCode(422);
        operator()
                .queryParam("from", "2026-03-02")
                .queryParam("to", "2026-03-01")
                .get("/admin/v1/usage")
                .then()
                .statusCode(422);
    }

    @Test
    void onlyOperatorsSeeIt() {
        given().get("/admin/v1/usage").then().statusCode(401);
        given().header("authorization", "Bearer kw-ledger-web")
                .get("/admin/v1/usage")
                .then()
                .statusCode(401);
    }
}
