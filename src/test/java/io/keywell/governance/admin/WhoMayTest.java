package io.keywell.governance.admin;

import static io.keywell.governance.admin.LiveTest.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what others are told. */
@QuarkusTest
@TestProfile(Governing.class)
class WhoMayTest {

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

    /** From an address that no other test calls from, because it is locked. */
    @Test
    void guessingIsLimitedAndACallersKeyIsNoToken() throws UnknownHostException {
        for (int i = 0; i < 3; i++) {
            guess("kw-planted-web").get("/admin/v1/status").then().statusCode(401);
        }
        String retryAfter = guess("a.b.c")
                .get("/admin/v1/status")
                .then()
                .statusCode(429)
                .body("type", equalTo("urn:keywell:problem:too-many-attempts"))
                .extract()
                .header("Retry-After");

        assertThat(Integer.parseInt(retryAfter)).isBetween(1, 30);
        admin().get("/admin/v1/status").then().statusCode(200);
    }

    private static RequestSpecification guess(String token) throws UnknownHostException {
        HttpClientConfig here = HttpClientConfig.httpClientConfig()
                .setParam("http.route.local-address", InetAddress.getByName("127.0.0.2"));
        return given().config(RestAssuredConfig.config().httpClient(here)).header("Authorization", "Bearer " + token);
    }
}
