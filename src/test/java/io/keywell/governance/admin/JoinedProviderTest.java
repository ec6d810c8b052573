package io.keywell.governance.admin;

import static io.keywell.governance.admin.LiveTest.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Key;
import io.keywell.catalog.Model;
import io.keywell.core.Clock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators add to what is configured, from the API to the catalog in force. */
@QuarkusTest
@TestProfile(WithDatabase.class)
class JoinedProviderTest {

    private static final String FIXED = "/admin/v1/providers/fixed";

    @Inject
    CatalogRef catalog;

    @TestHTTPResource
    URI root;

    @BeforeEach
    void nothingIsAdded() {
        for (String kind : List.of("providers/fixed/keys", "providers/fixed/pools", "models", "teams", "prices")) {
            List<String> names = admin().get("/admin/v1/" + kind + "?limit=500")
                    .path("items.findAll { it.source != 'configuration' }.name");
            names.forEach(name -> admin().header("If-Match", "*")
                    .delete("/admin/v1/" + kind + "/" + name)
                    .then()
                    .statusCode(204));
        }
        await().until(() -> keys().equals(List.of("fixed-1", "fixed-2", "fixed-3")));
    }

    @Test
    void keysAndPoolsAreAddedToAConfiguredProviderAndServe() {
        json("{'name':'org-9','limits':[{'requests-per-minute':9}]}")
                .post(FIXED + "/pools")
                .then()
                .statusCode(201);
        json("{'name':'a','secret':'sk-planted-a','pool':'org-9'}")
                .post(FIXED + "/keys")
                .then()
                .statusCode(201);
        json("{'name':'b','secret':'sk-planted-b','pool':'org-1'}")
                .post(FIXED + "/keys")
                .then()
                .statusCode(201);

        await().until(() -> keys().containsAll(List.of("a", "b")));

        admin().get(FIXED + "/keys")
                .then()
                .body("items.name", contains("a", "b", "fixed-1", "fixed-2", "fixed-3"))
                .body("items.source", hasItems("database", "configuration"));
        admin().get(FIXED + "/pools").then().body("items.name", contains("org-1", "org-2", "org-9"));
        admin().get("/admin/v1/status?provider=fixed").then().body("pools.pool", contains("org-1", "org-2", "org-9"));
        admin().get("/admin/v1/explain?model=smart").then().body("candidates.key", hasItems("a", "b", "fixed-1"));
    }

    @Test
    void aListOfBothKindsIsPagedToItsEnd() {
        for (String name : List.of("alpha", "fixed-15", "zulu")) {
            json("{'name':'" + name + "','secret':'sk-" + name + "'}").post(FIXED + "/keys");
        }

        Response page = admin().get(FIXED + "/keys?limit=2");
        assertThat(page.<List<String>>path("items.name")).containsExactly("alpha", "fixed-1");
        page = admin().queryParam("cursor", (String) page.path("next")).get(FIXED + "/keys?limit=2");
        assertThat(page.<List<String>>path("items.name")).containsExactly("fixed-15", "fixed-2");
        page = admin().queryParam("cursor", (String) page.path("next")).get(FIXED + "/keys?limit=2");
        assertThat(page.<List<String>>path("items.name")).containsExactly("fixed-3", "zulu");
        assertThat(page.<String>path("next")).isNull();
    }

    @Test
    void whatTheConfigurationNamesStaysWhatItIs() {
        json("{'name':'fixed-1','secret':'sk-other'}")
                .post(FIXED + "/keys")
                .then()
                .statusCode(409);
        json("{'name':'org-1','limits':[]}").post(FIXED + "/pools").then().statusCode(409);
        json("{'weight':3}")
                .header("If-Match", "*")
                .patch(FIXED + "/keys/fixed-1")
                .then()
                .statusCode(409);
        json("{'name':'c','secret':'sk-c','pool':'absent'}")
                .post(FIXED + "/keys")
                .then()
                .statusCode(422)
                .body("errors.path", contains("/pool"));
        admin().get(FIXED + "/keys/absent").then().statusCode(404);
    }

    @Test
    void anAddedKeyIsDrainedRestoredDisabledAndExpires() {
        json("{'name':'life','secret':'sk-planted-life'}").post(FIXED + "/keys");
        await().until(() -> keys().contains("life"));

        admin().post(FIXED + "/keys/life:drain").then().statusCode(200).body("state", equalTo("draining"));
        await().until(() -> key("life").state() == Key.State.DRAINING);
        admin().post(FIXED + "/keys/life:restore").then().statusCode(200);
        await().until(() -> key("life").state() == Key.State.ACTIVE);
        json("{'state':'disabled'}").header("If-Match", "*").patch(FIXED + "/keys/life");
        await().until(() -> key("life").state() == Key.State.DISABLED);
        json("{'state':'active','expires-at':'2020-01-01T00:00:00Z'}")
                .header("If-Match", "*")
                .patch(FIXED + "/keys/life");
        await().until(() -> key("life").expiresAtMillis() < Long.MAX_VALUE);
        assertThat(key("life").usableFor("large", Clock.system().epochMillis())).isFalse();
        admin().get("/admin/v1/explain?model=smart")
                .then()
                .body("candidates.find { it.key == 'life' }.eligible", equalTo(false));
    }

    @Test
    void linesOfKeysJoinAConfiguredProvider() {
        admin().contentType("text/plain")
                .body("new-1,sk-planted-1,org-1\nfixed-1,sk-planted-2\nnew-2,sk-planted-3,absent\n")
                .post(FIXED + "/keys:import")
                .then()
                .statusCode(200)
                .body("imported", equalTo(1))
                .body("lines.line", contains(2, 3));
        await().until(() -> keys().contains("new-1"));
    }

    @Test
    void aCheckThatReachesNobodySaysSo() {
        admin().post(FIXED + "/keys/fixed-1:check").then().statusCode(200).body("verdict", equalTo("unknown"));
    }

    @Test
    void aModelOfTheRowsLivesByItsDates() {
        json("{'name':'dated','targets':[{'provider':'fixed','model':'large'}],"
                        + "'sunset':'2999-01-01T00:00:00Z','successor':'smart'}")
                .post("/admin/v1/models")
                .then()
                .statusCode(201);
        await().until(() -> state("dated") == Model.State.PUBLISHED);

        String since = json("{'state':'deprecated'}")
                .header("If-Match", "*")
                .patch("/admin/v1/models/dated")
                .then()
                .statusCode(200)
                .extract()
                .path("deprecated-at");
        assertThat(since).as("from now on").startsWith("20");
        await().until(() -> state("dated") == Model.State.DEPRECATED);
        json("{'deprecated-at':'2019-01-01','sunset':'2020-01-01T00:00:00Z'}")
                .header("If-Match", "*")
                .patch("/admin/v1/models/dated")
                .then()
                .statusCode(200);
        await().until(() -> state("dated") == Model.State.RETIRED);
        admin().header("If-Match", "*").delete("/admin/v1/consumers/dater");
        String caller = json("{'name':'dater'}").post("/admin/v1/consumers").path("key");
        await().untilAsserted(() -> given().header("Authorization", "Bearer " + caller)
                .contentType("application/json")
                .body("{\"model\":\"dated\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(410)
                .body("error.code", equalTo("model_retired"))
                .body("error.message", endsWith("Use 'smart' instead.")));
        json("{'sunset':'2018-01-01'}")
                .header("If-Match", "*")
                .patch("/admin/v1/models/dated")
                .then()
                .statusCode(422)
                .body("errors.path", contains("/sunset"));
    }

    @Test
    void aTeamOfTheRowsIsCountedOn() {
        json("{'name':'crew','limits':{'requests-per-minute':5},'budget':{'amount':'2.5','period':'week','soft':0.5}}")
                .post("/admin/v1/teams")
                .then()
                .statusCode(201)
                .body("budget.soft", equalTo(0.5f))
                .body("budget.period", equalTo("week"))
                .body("limits.requests-per-minute", equalTo(5));
        await().until(() -> catalog.current().teams().stream()
                .anyMatch(
                        team -> team.name().equals("crew") && team.allowances().size() == 2));
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
        admin().contentType("application/json")
                .body("\"" + "x".repeat(1 << 20) + "\"")
                .post("/admin/v1/models")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:keywell:problem:too-large"));
        admin().contentType("text/plain")
                .body("# " + "x".repeat(1 << 21))
                .post(FIXED + "/keys:import")
                .then()
                .statusCode(200);
        assertThat(raw("content-length: 17000000", "/admin/v1/import?format=litellm"))
                .startsWith("HTTP/1.1 413");
        assertThat(raw("transfer-encoding: chunked", "/admin/v1/models")).startsWith("HTTP/1.1 411");
    }

    /** The first line of the answer to a head alone: it comes before the body. */
    private String raw(String header, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", root.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            String head = "POST " + path + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer " + Governing.TOKEN
                    + "\r\ncontent-type: text/plain\r\n" + header + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    private List<String> keys() {
        return catalog.current().provider("fixed").pools().stream()
                .flatMap(pool -> pool.keys().stream())
                .map(Key::name)
                .sorted()
                .toList();
    }

    private Key key(String name) {
        return catalog.current().provider("fixed").pools().stream()
                .flatMap(pool -> pool.keys().stream())
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Model.State state(String model) {
        Model found = catalog.current().model(model);
        return found == null ? null : found.state(Clock.system());
    }

    private static RequestSpecification json(String body) {
        return admin().contentType("application/json").body(body.replace('\'', '"'));
    }
}
