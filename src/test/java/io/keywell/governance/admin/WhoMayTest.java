package io.keywell.governance.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what others are told. */
@QuarkusTest
@TestProfile(WhoMayTest.Profile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WhoMayTest {

    public static class Profile extends Governing {}

    @ParameterizedTest
    @ValueSource(strings = {"status", "forecast", "explain?model=smart", "events"})
    void withoutATokenNothingIsShown(String path) {
        given().get("/admin/v1/" + path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer"))
                .body("type", equalTo("urn:keywell:problem:unauthorized"))
                .body("status", equalTo(401));
    }

    @Test
    void theConfiguredTokenIsAnAdmin() {
        given().header("authorization", "bearer " + Governing.TOKEN)
                .get("/admin/v1/status")
                .then()
                .statusCode(200);
    }

    /** The last one: it locks the address of them all. */
    @Test
    @Order(Integer.MAX_VALUE)
    void guessingIsLimitedAndACallersKeyIsNoToken() {
        for (int i = 0; i < 3; i++) {
            given().header("Authorization", "Bearer kw-planted-web")
                    .get("/admin/v1/status")
                    .then()
                    .statusCode(401);
        }
        String retryAfter = given().header("Authorization", "Bearer a.b.c")
                .get("/admin/v1/status")
                .then()
                .statusCode(429)
                .body("type", equalTo("urn:keywell:problem:too-many-attempts"))
                .extract()
                .header("Retry-After");

        assertThat(Integer.parseInt(retryAfter)).isBetween(1, 30);
    }
}
