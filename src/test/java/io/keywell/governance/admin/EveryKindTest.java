package io.keywell.governance.admin;

import static io.keywell.governance.admin.LiveTest.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same for every kind of entry: versions, unknown names, and lists that are paged to their end. */
@QuarkusTest
@TestProfile(WithDatabase.class)
class EveryKindTest {

    private static final String ROOT = "/admin/v1/";
    private static final int MANY = 7;

    enum Entries {
        PROVIDERS("providers", "'type':'openai'", true),
        POOLS("providers/fixed/pools", "'billing':'purse'", true),
        KEYS("providers/fixed/keys", "'secret':'sk-planted-every','pool':'org-1'", true),
        MODELS("models", "'targets':[{'provider':'fixed','model':'x'}]", true),
        CONSUMERS("consumers", "'priority':2", true),
        TEAMS("teams", "'limits':{'requests-per-minute':5}", true),
        PRICES("prices", "'model':'every-*','input':1", true),
        TOKENS("tokens", "'role':'viewer'", false);

        private final String path;
        private final String body;
        private final boolean changes;

        Entries(String path, String body, boolean changes) {
            this.path = ROOT + path;
            this.body = body.replace('\'', '"');
            this.changes = changes;
        }

        String one(String name) {
            return path + "/" + name;
        }

        RequestSpecification sent(String name) {
            return json("{\"name\":\"" + name + "\"," + body + "}");
        }
    }

    private static RequestSpecification json(String body) {
        return admin().contentType("application/json").body(body);
    }

    private static String type(String name) {
        return "urn:keywell:problem:" + name;
    }

    @ParameterizedTest
    @EnumSource
    void aListIsPagedToItsEnd(Entries entries) {
        List<String> names =
                IntStream.range(0, MANY).mapToObj(i -> "every-" + i).toList();
        names.forEach(name -> entries.sent(name).post(entries.path).then().statusCode(201));

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification asked = cursor == null ? admin() : admin().queryParam("cursor", cursor);
            Response page = asked.queryParam("limit", 3).get(entries.path);
            List<String> shown = page.path("items.name");
            assertThat(shown).hasSizeBetween(1, 3);
            seen.addAll(shown);
            cursor = page.path("next");
        } while (cursor != null);
        names.forEach(name ->
                admin().header("If-Match", "*").delete(entries.one(name)).then().statusCode(204));

        assertThat(seen).doesNotHaveDuplicates().isSorted().containsAll(names);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeNeedsTheVersionThatIsThere(Entries entries) {
        String path = entries.one("every");
        String first = entries.sent("every")
                .post(entries.path)
                .then()
                .statusCode(201)
                .extract()
                .header("ETag");
        entries.sent("every").post(entries.path).then().statusCode(409).body("type", equalTo(type("exists")));
        admin().get(path).then().statusCode(200).header("ETag", equalTo(first));
        String stale = "\"4711\"";
        if (entries.changes) {
            entries.sent("every").put(path).then().statusCode(428);
            entries.sent("every").patch(path).then().statusCode(428).body("type", equalTo(type("no-version")));
            entries.sent("every").header("If-Match", stale).put(path).then().statusCode(412);
            entries.sent("every")
                    .header("If-Match", stale)
                    .patch(path)
                    .then()
                    .statusCode(412)
                    .body("type", equalTo(type("stale")));
            entries.sent("every").header("If-Match", first).put(path).then().statusCode(200);
        }

        admin().delete(path).then().statusCode(428);
        admin().header("If-Match", stale).delete(path).then().statusCode(412);
        admin().header("If-Match", admin().get(path).header("ETag"))
                .delete(path)
                .then()
                .statusCode(204);
        admin().get(path).then().statusCode(404).body("type", equalTo(type("unknown")));
    }

    @Test
    void theAuditIsPagedToItsEndFromTheNewestOn() {
        for (int i = 0; i < MANY; i++) {
            Entries.TEAMS.sent("audited").post(Entries.TEAMS.path).then().statusCode(201);
            admin().header("If-Match", "*")
                    .delete(Entries.TEAMS.one("audited"))
                    .then()
                    .statusCode(204);
        }

        List<Integer> seen = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification asked = cursor == null ? admin() : admin().queryParam("cursor", cursor);
            Response page = asked.queryParam("subject", "teams/audited")
                    .queryParam("limit", 3)
                    .get(ROOT + "audit");
            seen.addAll(page.path("items.id"));
            cursor = page.path("next");
        } while (cursor != null);

        assertThat(seen).hasSize(2 * MANY).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownNameIsToldByEveryVerb(Entries entries) {
        String path = entries.one("absent");

        admin().get(path).then().statusCode(404).contentType("application/problem+json");
        admin().header("If-Match", "*").delete(path).then().statusCode(404);
        if (entries.changes) {
            json("{}").header("If-Match", "\"1\"").patch(path).then().statusCode(404);
            entries.sent("absent").header("If-Match", "\"1\"").put(path).then().statusCode(404);
        }
    }
}
