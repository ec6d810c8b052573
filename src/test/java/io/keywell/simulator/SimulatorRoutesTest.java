package io.keywell.simulator;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.keywell.boot.BootProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BootProfile.class)
class SimulatorRoutesTest {

    @Test
    void theConfiguredLookAlikeIsOnTheMainPort() {
        for (String key : new String[] {"sim-key-a", "sim-key-b"}) {
            chat(key).then().statusCode(200).body("usage.completion_tokens", equalTo(5));
        }
        chat("sim-key-a").then().statusCode(429).body("error.message", containsString("(RPM): Limit 2"));
        given().get("/simulator/openai/_stats").then().body("pools.org-1.limiter", equalTo("bucket"));
        given().get("/simulator/other/v1/models").then().statusCode(404);
    }

    private static Response chat(String key) {
        return given().header("authorization", "Bearer " + key)
                .contentType("application/json")
                .body(SimulatorFixture.chatBody(false))
                .post("/simulator/openai/v1/chat/completions");
    }
}
