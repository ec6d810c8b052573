package io.keywell.governance.operators;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators with a token of an identity provider. */
@QuarkusTest
@TestProfile(OidcTest.Profile.class)
class OidcTest {

    private static final String TOKEN = "kwa-planted-admin-token";

    SigningAuthority authority;

    public static class Profile implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SigningAuthority.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.test-port", "0",
                    "quarkus.management.test-port", "0",
                    "keywell.database", "none",
                    "keywell.admin.token", TOKEN,
                    "keywell.admin.failures.most", "1000",
                    "keywell.admin.roles.admin", "keywell-admins,platform",
                    "keywell.admin.roles.viewer", "staff");
        }
    }

    /** Looking, changing a key that is not there, making a model without a database. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keywell-admins | 200 | 409 | 409",
                "platform,staff | 200 | 409 | 409",
                "operator | 200 | 409 | 403",
                "staff,other | 200 | 403 | 403",
                "admin | 403 | 403 | 403",
                "viewer | 403 | 403 | 403",
                " | 403 | 403 | 403"
            })
    void aGroupMeansTheRoleThatIsSet(String groups, int look, int act, int change) {
        String token = authority.token(groups == null ? "" : "\"" + groups.replace(",", "\",\"") + "\"", 300);

        bearing(token, "GET", "status", look);
        bearing(token, "POST", "providers/a/keys/b:restore", act);
        bearing(token, "POST", "models", change);
    }

    @Test
    void aTokenThatDoesNotHoldIsRefused() {
        bearing(authority.token("\"platform\"", -300), "GET", "status", 401);
        bearing(authority.forged("\"platform\""), "GET", "status", 401);
        bearing(authority.ofAnotherIssuer("\"platform\""), "GET", "status", 401);
        bearing("a.b.c", "GET", "status", 401);
        bearing("not-a-jwt", "GET", "status", 401);
        given().get("/admin/v1/status").then().statusCode(401);
    }

    @Test
    void theConfiguredTokenStillHolds() {
        bearing(TOKEN, "GET", "status", 200);
    }

    @Test
    void theDataPlaneKnowsNoOperators() {
        given().header("Authorization", "Bearer " + authority.token("\"platform\"", 300))
                .get("/v1/models")
                .then()
                .statusCode(401)
                .body("error.code", Matchers.equalTo("invalid_api_key"));
    }

    private static void bearing(String token, String method, String path, int status) {
        given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(method.equals("POST") ? "{\"name\":\"m\"}" : "")
                .request(method, "/admin/v1/" + path)
                .then()
                .statusCode(status);
    }
}
