package io.keywell.governance.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.Scope;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The present, as operators ask for it. */
@QuarkusTest
@TestProfile(Governing.class)
class LiveTest {

    private static final Scope KEY = new Scope.Key("fixed", "fixed-1");

    @Inject
    CoolDowns coolDowns;

    @TestHTTPResource("/admin/v1/events")
    URI events;

    @AfterEach
    void nothingCools() {
        coolDowns.lift(KEY);
    }

    @Test
    void statusShowsPoolsKeysAndHeadroom() {
        admin().get("/admin/v1/status")
                .then()
                .statusCode(200)
                .body("quota-store.name", equalTo("local"))
                .body("quota-store.up", equalTo(true))
                .body("keys.active", equalTo(2))
                .body("keys.disabled", equalTo(1))
                .body("pools.pool", contains("org-1", "org-2"))
                .body("pools[0].limits[0].headroom", equalTo(1.0f))
                .body("pools[0].limits[0].dimensions[0].dimension", equalTo("requests-per-minute"))
                .body("pools[0].limits[0].dimensions[0].limit", equalTo(100))
                .body("pools[1].keys.state", contains("active", "disabled"))
                .body("waiting.waiting", equalTo(0))
                .body(not(containsString("planted")));
    }

    @Test
    void statusOfAnotherProviderHasNoPools() {
        admin().get("/admin/v1/status?provider=other").then().statusCode(200).body("pools", empty());
    }

    @Test
    void aCoolDownIsShownWithItsCause() {
        coolFor(60_000);

        admin().get("/admin/v1/status")
                .then()
                .body("keys.cooling", equalTo(1))
                .body("cool-downs[0].scope.kind", equalTo("key"))
                .body("cool-downs[0].scope.key", equalTo("fixed-1"))
                .body("cool-downs[0].cause", equalTo("rate-long"))
                .body("cool-downs[0].source", equalTo("configured"))
                .body("cool-downs[0].until", startsWith("20"))
                .body("cool-downs[0].text", equalTo("a test"));
    }

    @Test
    void nothingIsForecastToEndWhileNobodyCalls() {
        admin().get("/admin/v1/forecast")
                .then()
                .statusCode(200)
                .body("pools.pool", contains("org-1", "org-2"))
                .body("pools[0].minutes-to-empty", nullValue())
                .body("models.model", contains("smart"))
                .body("models[0].pools", equalTo(2));
    }

    @Test
    void withoutItsKeysAPoolIsGoneAndTheModelHasTheOther() {
        admin().get("/admin/v1/forecast?without=fixed/fixed-1&traffic=2")
                .then()
                .statusCode(200)
                .body("traffic", equalTo(2.0f))
                .body("pools[0].gone", equalTo(true))
                .body("pools[0].minutes-to-empty", equalTo(0.0f))
                .body("pools[1].gone", equalTo(false))
                .body("models[0].pools", equalTo(1));
        admin().get("/admin/v1/forecast?without=fixed-1&without=fixed-2&without=fixed-3")
                .then()
                .body("models[0].minutes-to-empty", equalTo(0.0f));
    }

    @ParameterizedTest
    @CsvSource({
        "forecast, traffic, -1",
        "forecast, traffic, 1000.5",
        "forecast, traffic, twice",
        "forecast, traffic, NaN",
        "forecast, without, fixed-9",
        "forecast, without, other/fixed-1",
        "explain?model=smart, input-tokens, -1",
        "explain?model=smart, input-tokens, 1.5",
        "explain?model=smart, input-tokens, many",
        "explain?model=smart, input-tokens, 100000001",
        "explain?model=smart, output-tokens, -1",
        "explain?model=smart, output-tokens, 1e3",
        "explain?model=smart, output-tokens, 99999999999999999999",
        "explain, model, ''",
        "explain, model, ' '",
        "usage, from, yesterday",
        "usage, from, 2026-02-30",
        "usage, from, 2026-03-01T00:00:01Z",
        "usage, to, 2026-03-01T12:00",
        "usage, bucket, week",
        "usage, by, colour",
        "usage, by, 'model,colour'",
        "usage, limit, 0",
        "usage, limit, 10001",
        "usage, limit, -1",
        "usage, limit, ten",
        "usage, cursor, made-up",
        "usage, cursor, WyJhIl0",
        "usage?by=model, cursor, WzFd",
        "usage, size, 1",
        "usage, format, xml",
        "audit, cursor, made-up",
        "audit, limit, 501",
        "providers, limit, 0",
        "providers, cursor, '!'"
    })
    void aWrongParameterIsToldWithItsNameAndItsValue(String path, String parameter, String value) {
        admin().queryParam(parameter, value)
                .get("/admin/v1/" + path)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:keywell:problem:invalid"))
                .body("status", equalTo(422))
                .body("instance", equalTo("/admin/v1/" + path.split("\\?")[0]))
                .body("errors", hasSize(1))
                .body("errors[0].path", equalTo(parameter))
                .body("errors[0].expected", not(emptyOrNullString()));
    }

    @Test
    void timesInTheWrongOrderAreTold() {
        for (String to : List.of("2026-03-01", "2026-03-02")) {
            admin().get("/admin/v1/usage?from=2026-03-02&to=" + to)
                    .then()
                    .statusCode(422)
                    .body("errors.path", contains("from"))
                    .body("errors[0].value", equalTo("2026-03-02"));
        }
    }

    @Test
    void everyWrongParameterIsToldAtOnce() {
        admin().get("/admin/v1/explain?input-tokens=x&output-tokens=y")
                .then()
                .statusCode(422)
                .body("detail", equalTo("3 values are wrong."))
                .body("errors.path", containsInAnyOrder("model", "input-tokens", "output-tokens"))
                .body("errors.find { it.path == 'input-tokens' }.value", equalTo("x"));
    }

    @Test
    void theEdgesOfWhatIsAllowedAreAllowed() {
        for (String query : List.of(
                "forecast?traffic=0",
                "forecast?traffic=1000",
                "forecast?traffic=0.25",
                "explain?model=smart&input-tokens=0&output-tokens=100000000")) {
            admin().get("/admin/v1/" + query).then().statusCode(200);
        }
    }

    @Test
    void anEligibleCandidateIsExplained() {
        admin().get("/admin/v1/explain?model=smart&consumer=web&input-tokens=100&output-tokens=100")
                .then()
                .statusCode(200)
                .body("admitted", equalTo(true))
                .body("reasons", empty())
                .body("candidates", hasSize(3))
                .body("candidates.find { it.key == 'fixed-1' }.eligible", equalTo(true))
                .body("candidates.find { it.key == 'fixed-3' }.reasons.code", contains("key-disabled"));
    }

    @Test
    void aCandidateThatCoolsOrIsTooSmallIsExplained() {
        coolFor(60_000);

        admin().get("/admin/v1/explain?model=smart&input-tokens=9000")
                .then()
                .body("candidates.find { it.key == 'fixed-1' }.reasons.code", contains("cooling"))
                .body("candidates.find { it.key == 'fixed-1' }.reasons[0].until", startsWith("20"))
                .body("candidates.find { it.key == 'fixed-2' }.reasons.code", contains("too-big"))
                .body("reasons.code", contains("no-candidate"));
    }

    @Test
    void whoMayNotCallIsToldWhy() {
        admin().get("/admin/v1/explain?model=gone&consumer=web")
                .then()
                .body("admitted", equalTo(false))
                .body("reasons.code", contains("model-retired", "model-not-allowed"));
        admin().get("/admin/v1/explain?model=nothing&consumer=nobody")
                .then()
                .body("reasons.code", contains("model-unknown", "consumer-unknown"));
        admin().get("/admin/v1/explain?model=").then().statusCode(422).body("errors.path", hasItem("model"));
    }

    @Test
    void explainingTakesNothing() {
        for (int i = 0; i < 30; i++) {
            admin().get("/admin/v1/explain?model=smart&consumer=web").then().body("admitted", equalTo(true));
        }
    }

    @Test
    void eventsTellWhatChanges() {
        List<String> lines = follow(null);
        // Ends by itself: the key's state changes at least once, whatever it was.
        await().until(() -> coolFor(1_500), done -> lines.stream().anyMatch(line -> line.contains("cool-down")));

        await().untilAsserted(() -> assertThat(lines)
                .anyMatch(line -> line.equals("event:cool-down"))
                .anyMatch(line -> line.startsWith("data:") && line.contains("\"key\":\"fixed-1\""))
                .anyMatch(line -> line.contains("key-state")));
    }

    @Test
    void whoComesBackIsToldWhatItMissedOrThatItIsLost() {
        List<String> lines = follow(null);
        await().until(() -> coolFor(60_000), done -> lines.stream().anyMatch(line -> line.startsWith("id:")));
        String id = lines.stream()
                .filter(line -> line.startsWith("id:"))
                .findFirst()
                .orElseThrow()
                .substring(3)
                .strip();
        coolFor(90_000);
        coolFor(95_000);

        List<String> again = follow(id);
        List<String> lost = follow("another-life-7");

        await().untilAsserted(() -> assertThat(again.stream().filter(line -> line.startsWith("id:")))
                .hasSizeGreaterThanOrEqualTo(2)
                .doesNotContain("id:" + id));
        await().untilAsserted(() -> assertThat(lost).contains("event:lost"));
    }

    @Test
    void whatIsNotThereIsAProblem() {
        admin().get("/admin/v1/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404))
                .body("instance", equalTo("/admin/v1/nothing"));
    }

    @Test
    void theDataPlaneKeepsItsOwnErrors() {
        given().get("/v1/nothing").then().statusCode(404).body("error.type", equalTo("invalid_request_error"));
        given().header("Authorization", "Bearer " + Governing.TOKEN)
                .contentType("application/json")
                .body("{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(401)
                .body("error.code", equalTo("invalid_api_key"));
        given().get("/admin/v2").then().statusCode(404).body("error.type", equalTo("invalid_request_error"));
    }

    private boolean coolFor(long millis) {
        long now = Clock.system().epochMillis();
        coolDowns.cool(
                new CoolDown(KEY, FailureClass.RATE_LONG, Failure.Source.CONFIGURED, now, now + millis, "a test"));
        return true;
    }

    private List<String> follow(String lastId) {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest.Builder request = HttpRequest.newBuilder(events)
                .header("Authorization", "Bearer " + Governing.TOKEN)
                .header("Accept", "text/event-stream");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        var unused = HttpClient.newHttpClient()
                .sendAsync(request.build(), BodyHandlers.ofLines())
                .thenAccept(response -> response.body().forEach(lines::add));
        return lines;
    }

    static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + Governing.TOKEN);
    }
}
