package io.keywell.governance.admin;

import static io.keywell.governance.admin.LiveTest.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making, changing and deleting what is governed. */
@QuarkusTest
@TestProfile(WithDatabase.class)
class CrudTest {

    private static final String OPENAI =
            "{\"name\":\"openai\",\"type\":\"openai\",\"base-url\":\"http://127.0.0.1:1/v1\"}";

    @BeforeEach
    void nothingIsMade() {
        for (String kind : List.of("models", "consumers", "teams", "prices", "providers", "tokens")) {
            List<String> names = admin().get("/admin/v1/" + kind + "?limit=500")
                    .path("items.findAll { it.source != 'configuration' }.name");
            names.forEach(name -> admin().header("If-Match", "*")
                    .delete("/admin/v1/" + kind + "/" + name)
                    .then()
                    .statusCode(204));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "providers | openai | {'name':'openai','type':'openai-compatible','base-url':'http://127.0.0.1:1'} |"
                        + " {'base-url':'https://a.example/v1'} | base-url | https://a.example/v1",
                "models | smart-2 | {'name':'smart-2','targets':[{'provider':'fixed','model':'large'}]} |"
                        + " {'max-wait':'5s'} | max-wait | 5s",
                "models | team/chat |"
                        + " {'name':'team/chat','state':'draft','targets':[{'provider':'fixed','model':'large','tier':1,'weight':3}]}"
                        + " | {'state':'published'} | state | published",
                "consumers | app |"
                        + " {'name':'app','team':'shop','models':['smart'],'priority':5,'limits':{'requests-per-minute':5}}"
                        + " | {'team':'store'} | team | store",
                "teams | shop | {'name':'shop','budget':{'amount':12.5,'period':'day'}} | {'budget':{'amount':'20'}} |"
                        + " budget.amount | 20",
                "prices | mine | {'name':'mine','provider':'fixed','model':'large*','input':2.5,'output':'10'} |"
                        + " {'input':'3.000001'} | input | 3.000001"
            })
    void anEntryIsMadeReadChangedReplacedAndDeleted(
            String kind, String name, String body, String patch, String field, String value) {
        String path = "/admin/v1/" + kind + "/" + name;
        String etag = json(body)
                .post("/admin/v1/" + kind)
                .then()
                .statusCode(201)
                .header("Location", endsWith(path))
                .header("ETag", matchesPattern("\"\\d+\""))
                .body("name", equalTo(name))
                .body("source", equalTo("database"))
                .body("updated-at", startsWith("20"))
                .extract()
                .header("ETag");
        admin().get(path).then().statusCode(200).header("ETag", equalTo(etag)).body("name", equalTo(name));

        String changed = json(patch)
                .header("If-Match", etag)
                .patch(path)
                .then()
                .statusCode(200)
                .body(field, equalTo(value))
                .header("ETag", not(equalTo(etag)))
                .extract()
                .header("ETag");
        json(body).header("If-Match", etag).put(path).then().statusCode(412).body("type", equalTo(type("stale")));
        String replaced = json(body)
                .header("If-Match", changed)
                .put(path)
                .then()
                .statusCode(200)
                .body(field, not(equalTo(value)))
                .extract()
                .header("ETag");

        admin().header("If-Match", changed).delete(path).then().statusCode(412);
        admin().delete(path).then().statusCode(428).body("type", equalTo(type("no-version")));
        admin().header("If-Match", replaced).delete(path).then().statusCode(204);
        admin().get(path).then().statusCode(404).body("type", equalTo(type("unknown")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"providers", "models", "consumers", "teams", "prices"})
    void whatIsNotThereCannotBeChanged(String kind) {
        String path = "/admin/v1/" + kind + "/absent";

        admin().get(path).then().statusCode(404).contentType("application/problem+json");
        json("{}").header("If-Match", "\"1\"").patch(path).then().statusCode(404);
        admin().header("If-Match", "\"1\"").delete(path).then().statusCode(404);
    }

    @Test
    void aChangeNeedsTheVersionThatWasSeen() {
        json(OPENAI).post("/admin/v1/providers").then().statusCode(201);

        json("{\"type\":\"openai\"}").put("/admin/v1/providers/openai").then().statusCode(428);
        json("{\"type\":\"groq\"}").patch("/admin/v1/providers/openai").then().statusCode(428);
        json("{}")
                .header("If-Match", "\"nonsense\"")
                .patch("/admin/v1/providers/openai")
                .then()
                .statusCode(412);
    }

    @Test
    void whatExistsIsNotMadeAgain() {
        json(OPENAI).post("/admin/v1/providers").then().statusCode(201);

        json(OPENAI).post("/admin/v1/providers").then().statusCode(409).body("type", equalTo(type("exists")));
    }

    @Test
    void putMakesWhatIsNotThere() {
        json("{\"type\":\"openai\"}").put("/admin/v1/providers/openai").then().statusCode(201);
        json("{\"limits\":[{\"requests-per-minute\":5}]}")
                .put("/admin/v1/providers/openai/pools/org-1")
                .then()
                .statusCode(201)
                .body("limits[0].requests-per-minute", equalTo(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "providers/fixed | {'type':'openai'}",
                "models/smart | {}",
                "consumers/web | {}",
                "prices/agreed | {'model':'x','input':1}",
                "providers/fixed/keys/fixed-1 | {}",
                "providers/fixed/pools/org-1 | {}"
            })
    void whatIsConfiguredIsReadOnly(String path, String body) {
        admin().get("/admin/v1/" + path)
                .then()
                .statusCode(200)
                .body("source", equalTo("configuration"))
                .body(not(containsString("planted")));
        json(body)
                .header("If-Match", "*")
                .put("/admin/v1/" + path)
                .then()
                .statusCode(409)
                .body("type", equalTo(type("read-only")));
        json(body).header("If-Match", "*").patch("/admin/v1/" + path).then().statusCode(409);
        admin().header("If-Match", "*").delete("/admin/v1/" + path).then().statusCode(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "providers | {'name':'a b','type':'openai'} | /name",
                "providers | {'name':'p','type':'opnai'} | /type",
                "providers | {'name':'p','type':'openai','base-url':'ftp://x'} | /base-url",
                "providers | {'name':'p','type':'openai','keys':{}} | /keys",
                "providers | {'name':'p','type':'openai-compatible'} | /base-url",
                "models | {'name':'m','targets':[{'provider':'absent','model':'x'}]} | /targets/0/provider",
                "models | {'name':'m','targets':[{'provider':'fixed','model':'x','weight':0}]} | /targets/0/weight",
                "models | {'name':'m','targets':[{'provider':'fixed','model':'x'}],'state':'new'} | /state",
                "models | {'name':'m','targets':[{'provider':'fixed','model':'x'}],'max-wait':'soon'} | /max-wait",
                "models | {'name':'m','targets':[{'provider':'fixed','model':'x'}],'sunset':'soon'} | /sunset",
                "models | {'name':'m','targets':[{'provider':'fixed','model':'x'}],'deprecated-at':'x'} |"
                        + " /deprecated-at",
                "consumers | {'name':'c','priority':17} | /priority",
                "consumers | {'name':'c','limits':{'requests-per-minute':0}} | /limits/requests-per-minute",
                "consumers | {'name':'c','limits':{'requests-per-hour':5}} | /limits/requests-per-hour",
                "consumers | {'name':'c','key':'kw-mine'} | /key",
                "consumers | {'name':'anonymous'} | /name",
                "consumers | {'name':'c','budget':{'amount':-1}} | /budget/amount",
                "consumers | {'name':'c','budget':{'amount':5,'period':'year'}} | /budget/period",
                "consumers | {'name':'c','budget':{'amount':5,'currency':'EUR'}} | /budget/currency",
                "consumers | {'name':'c','budget':{'amount':5,'zone':'Mars'}} | /budget/zone",
                "consumers | {'name':'c','budget':{'amount':5,'soft':2}} | /budget/soft",
                "consumers | {'name':'c','budget':[]} | /budget/amount",
                "teams | {'name':'t','limits':{'requests-per-minute':-1}} | /limits/requests-per-minute",
                "models | {'name':'m','targets':[{'provider':'fixed','model':'x'}],'deprecated-at':'2027-02-01',"
                        + "'sunset':'2027-01-01'} | /sunset",
                "models | {'name':'m','targets':[{'provider':'fixed','model':'x'}],'successor':'a b'} | /successor",
                "prices | {'name':'p','model':'x','input':-1} | /input",
                "prices | {'name':'p','model':'x','input':1001} | /input",
                "teams | {'name':'t','budget':{}} | /budget/amount",
                "prices | {'name':'p','model':'x','input':'much'} | /input",
                "prices | {'name':'p','input':1} | /model",
                "prices | {'name':'p','provider':'absent','model':'x','input':1} | /provider",
                "tokens | {'name':'t','role':'root'} | /role",
                "tokens | {'name':'t','role':'viewer','expires-at':'x'} | /expires-at",
                "models | {'targets':[]} | /name",
                "models | {'name':'m'} | /targets",
                "prices | {'name':'p'} | /model"
            })
    void aWrongValueIsToldWithItsPlaceAndWhatIsExpected(String kind, String body, String place) {
        json(body)
                .post("/admin/v1/" + kind)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo(type("invalid")))
                .body("errors.path", hasItem(place))
                .body("errors[0].expected", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"name\":", "\"text\""})
    void whatIsNoObjectIsMalformed(String body) {
        admin().contentType("application/json")
                .body(body)
                .post("/admin/v1/models")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void aListIsPagedToItsEndWhileEntriesComeAndGo() {
        for (int i = 10; i < 22; i++) {
            json("{\"name\":\"team-" + i + "\"}").post("/admin/v1/teams").then().statusCode(201);
        }

        List<String> seen = new ArrayList<>();
        Response page = admin().get("/admin/v1/teams?limit=5");
        seen.addAll(page.path("items.name"));
        json("{\"name\":\"team-05\"}").post("/admin/v1/teams").then().statusCode(201);
        json("{\"name\":\"team-99\"}").post("/admin/v1/teams").then().statusCode(201);
        while (page.path("next") != null) {
            page = admin().queryParam("cursor", (String) page.path("next")).get("/admin/v1/teams?limit=5");
            seen.addAll(page.path("items.name"));
        }

        assertThat(seen).hasSize(13).doesNotHaveDuplicates().isSorted().endsWith("team-21", "team-99");
    }

    @Test
    void configuredAndMadeEntriesStandInOneList() {
        json("{\"name\":\"a\",\"targets\":[{\"provider\":\"fixed\",\"model\":\"x\"}]}")
                .post("/admin/v1/models");
        json("{\"name\":\"h\",\"targets\":[{\"provider\":\"fixed\",\"model\":\"x\"}]}")
                .post("/admin/v1/models");

        Response first = admin().get("/admin/v1/models?limit=2");
        Response second =
                admin().queryParam("cursor", (String) first.path("next")).get("/admin/v1/models?limit=2");

        assertThat(first.<List<String>>path("items.name")).containsExactly("a", "gone");
        assertThat(second.<List<String>>path("items.name")).containsExactly("h", "smart");
        assertThat(second.<String>path("next")).isNull();
    }

    @Test
    void configuredPricesAreListedOnce() {
        json("{\"name\":\"other\",\"model\":\"x\",\"input\":1}").post("/admin/v1/prices");

        admin().get("/admin/v1/prices")
                .then()
                .body("items.name", contains("agreed", "other"))
                .body("items.source", contains("configuration", "database"))
                .body("items[0].provider", equalTo("fixed"))
                .body("items[0].model", equalTo("agreed-*"))
                .body("items[0].input", equalTo("1.5"))
                .body("items[0].output", equalTo("6"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=501", "limit=x", "cursor=zzz", "cursor=MjphYmM"})
    void aPageThatNobodyGaveOutIsRefused(String query) {
        admin().get("/admin/v1/teams?" + query).then().statusCode(422).body("errors", hasSize(1));
    }

    @Test
    void aProviderInUseStays() {
        json(OPENAI).post("/admin/v1/providers");
        json("{\"name\":\"m\",\"targets\":[{\"provider\":\"openai\",\"model\":\"gpt\"}]}")
                .post("/admin/v1/models")
                .then()
                .statusCode(201);

        admin().header("If-Match", "*")
                .delete("/admin/v1/providers/openai")
                .then()
                .statusCode(409)
                .body("detail", containsString("model m"));
    }

    @Test
    void aSecretIsNeverShownAgain() {
        json(OPENAI).post("/admin/v1/providers");
        ValidatableResponse made = json("{\"name\":\"k\",\"secret\":\"sk-planted-secret-9876\",\"weight\":2}")
                .post("/admin/v1/providers/openai/keys")
                .then()
                .statusCode(201)
                .body("secret", equalTo("...9876"))
                .body("weight", equalTo(2));
        String etag = made.extract().header("ETag");

        String shown = admin().get("/admin/v1/providers/openai/keys").asString()
                + admin().get("/admin/v1/providers/openai/keys/k").asString()
                + admin().get("/admin/v1/audit").asString()
                + admin().get("/admin/v1/status").asString();
        assertThat(shown).contains("...9876").doesNotContain("planted");
        json("{\"weight\":3}")
                .header("If-Match", etag)
                .patch("/admin/v1/providers/openai/keys/k")
                .then()
                .statusCode(200)
                .body("secret", equalTo("...9876"))
                .body("weight", equalTo(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'k'} | /secret",
                "{'name':'k','secret':'sk planted'} | /secret",
                "{'name':'k','secret':'sk-1','weight':0} | /weight",
                "{'name':'k','secret':'sk-1','state':'asleep'} | /state",
                "{'name':'k','secret':'sk-1','pool':'absent'} | /pool",
                "{'name':'k','secret':'sk-1','expires-at':'soon'} | /expires-at",
                "{'name':'k','secret':'sk-1','secret-file':'/etc/passwd'} | /secret-file",
                "{'name':'k/x','secret':'sk-1'} | /name"
            })
    void aWrongKeyIsToldWithoutItsSecret(String body, String place) {
        json(OPENAI).post("/admin/v1/providers");

        String answer = json(body)
                .post("/admin/v1/providers/openai/keys")
                .then()
                .statusCode(422)
                .body("errors.path", hasItem(startsWith(place)))
                .extract()
                .asString();

        assertThat(answer).doesNotContain("planted");
    }

    @Test
    void aKeyNeedsItsProvider() {
        json("{\"name\":\"k\",\"secret\":\"sk-1\"}")
                .post("/admin/v1/providers/absent/keys")
                .then()
                .statusCode(404);
        admin().get("/admin/v1/providers/absent/keys").then().statusCode(404);
    }

    @Test
    void aPoolThatKeysNameStays() {
        json(OPENAI).post("/admin/v1/providers");
        json("{\"name\":\"org\",\"billing\":\"purse\"}")
                .post("/admin/v1/providers/openai/pools")
                .then()
                .statusCode(201);
        json("{\"name\":\"k\",\"secret\":\"sk-1\",\"pool\":\"org\"}")
                .post("/admin/v1/providers/openai/keys")
                .then()
                .statusCode(201)
                .body("pool", equalTo("org"));

        admin().header("If-Match", "*")
                .delete("/admin/v1/providers/openai/pools/org")
                .then()
                .statusCode(409);
    }

    @Test
    void aConsumersKeyIsShownOnceAndRotatedWithAnOverlap() {
        String key = json("{\"name\":\"app\"}")
                .post("/admin/v1/consumers")
                .then()
                .statusCode(201)
                .body("key", matchesPattern("kw-[A-Za-z0-9_-]{43}"))
                .extract()
                .path("key");
        admin().get("/admin/v1/consumers/app").then().body("key", nullValue());

        String next = json("{\"overlap-seconds\":60}")
                .post("/admin/v1/consumers/app/keys:rotate")
                .then()
                .statusCode(201)
                .body("old-keys-end-at", startsWith("20"))
                .extract()
                .path("key");

        assertThat(next).isNotEqualTo(key);
        admin().get("/admin/v1/consumers/app/keys")
                .then()
                .body("items", hasSize(2))
                .body("items[0].key", equalTo("..." + key.substring(key.length() - 4)))
                .body("items[0].expires-at", notNullValue())
                .body("items[1].expires-at", nullValue());
        assertThat(admin().get("/admin/v1/audit").asString())
                .doesNotContain(key)
                .doesNotContain(next);
        json("{\"overlap-seconds\":-1}")
                .post("/admin/v1/consumers/app/keys:rotate")
                .then()
                .statusCode(422);
        json("{}").post("/admin/v1/consumers/absent/keys:rotate").then().statusCode(404);
        json("{}").post("/admin/v1/consumers/web/keys:rotate").then().statusCode(409);
    }

    @Test
    void everyChangeIsOnRecord() {
        json("{\"name\":\"recorded\"}").post("/admin/v1/teams");
        json("{\"budget\":{\"amount\":5}}").header("If-Match", "*").patch("/admin/v1/teams/recorded");
        admin().header("If-Match", "*").delete("/admin/v1/teams/recorded");
        json("{\"name\":\"recorded\",\"budget\":{}}")
                .post("/admin/v1/teams")
                .then()
                .statusCode(422);

        Response page = admin().get("/admin/v1/audit?subject=teams/recorded&limit=2");
        assertThat(page.<List<String>>path("items.action")).containsExactly("delete", "update");
        assertThat(page.<String>path("items[0].operator")).isEqualTo("admin-token");
        assertThat(page.<String>path("items[1].after.budget.amount")).isEqualTo("5");
        assertThat(page.<Object>path("items[0].after")).isNull();
        Response rest = admin().queryParam("cursor", (String) page.path("next"))
                .get("/admin/v1/audit?subject=teams/recorded&limit=2");
        assertThat(rest.<List<String>>path("items.action").get(0)).isEqualTo("create");
    }

    @Test
    void aSecretThatIsNoTextIsRefusedAndNotSaidAgain() {
        json(OPENAI).post("/admin/v1/providers");
        String problem = json("{\"name\":\"odd\",\"secret\":{\"oops\":\"sk-planted-odd\"}}")
                .post("/admin/v1/providers/openai/keys")
                .then()
                .statusCode(422)
                .extract()
                .asString();
        assertThat(problem).contains("/secret").doesNotContain("sk-planted-odd");
    }

    @Test
    void tenThousandKeysComeInOneCallAndWrongLinesAreTold() {
        json(OPENAI).post("/admin/v1/providers");
        json("{\"name\":\"org\"}").post("/admin/v1/providers/openai/pools");
        StringBuilder lines = new StringBuilder("# name,secret,pool\n");
        for (int i = 0; i < 9_990; i++) {
            lines.append("bulk-")
                    .append(i)
                    .append(",sk-planted-bulk-")
                    .append(i)
                    .append('\n');
        }
        lines.append("in-org,sk-planted-org,org\n\nsk-planted-nameless\n");
        lines.append("bulk-7,sk-planted-again\nno-pool,sk-planted-x,absent\nbad name,sk-planted-y\nz,sk planted z\n");

        String report = text(lines.toString())
                .post("/admin/v1/providers/openai/keys:import")
                .then()
                .statusCode(200)
                .body("imported", equalTo(9_992))
                .body("skipped", equalTo(4))
                .body("lines.line", hasItems(9995, 9996, 9997, 9998))
                .extract()
                .asString();

        assertThat(report).doesNotContain("planted");
        admin().get("/admin/v1/providers/openai/keys/in-org")
                .then()
                .statusCode(200)
                .body("pool", equalTo("org"));
        text(lines.toString())
                .post("/admin/v1/providers/openai/keys:import?dry-run=true")
                .then()
                .body("dry-run", equalTo(true))
                .body("imported", equalTo(0));
        text("a,b").post("/admin/v1/providers/absent/keys:import").then().statusCode(404);
        text(" ").post("/admin/v1/providers/openai/keys:import").then().statusCode(400);
    }

    @Test
    void anExpiredTokenIsNone() {
        String expired = token("{\"name\":\"e\",\"role\":\"admin\",\"expires-at\":\"2020-01-01T00:00:00Z\"}");

        with(expired).get("/admin/v1/status").then().statusCode(401);
    }

    @Test
    void aRotatedTokenEndsAtOnce() {
        String first = token("{\"name\":\"r\",\"role\":\"viewer\"}");
        String second = admin().post("/admin/v1/tokens/r:rotate")
                .then()
                .statusCode(200)
                .extract()
                .path("token");

        with(first).get("/admin/v1/status").then().statusCode(401);
        with(second).get("/admin/v1/status").then().statusCode(200);
        admin().header("If-Match", "*").delete("/admin/v1/tokens/r").then().statusCode(204);
        with(second).get("/admin/v1/status").then().statusCode(401);
    }

    @Test
    void aKeyIsCooledAndRestored() {
        json("{\"seconds\":600,\"text\":\"maintenance\"}")
                .post("/admin/v1/providers/fixed/keys/fixed-1:cool")
                .then()
                .statusCode(200);
        admin().get("/admin/v1/status").then().body("cool-downs.text", hasItem("an operator: maintenance"));

        admin().post("/admin/v1/providers/fixed/keys/fixed-1:restore").then().statusCode(200);
        admin().get("/admin/v1/status").then().body("cool-downs", hasSize(0));
        json("{\"seconds\":0}")
                .post("/admin/v1/providers/fixed/keys/fixed-1:cool")
                .then()
                .statusCode(422);
        json("{}").post("/admin/v1/providers/fixed/keys/absent:cool").then().statusCode(404);
        admin().post("/admin/v1/providers/fixed/keys/fixed-1:drain").then().statusCode(409);
    }

    private static String token(String body) {
        return json(body)
                .post("/admin/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification json(String body) {
        return admin().contentType("application/json").body(body.replace('\'', '"'));
    }

    private static RequestSpecification text(String body) {
        return admin().contentType("text/plain").body(body);
    }

    private static String type(String code) {
        return "urn:keywell:problem:" + code;
    }
}
