package io.keywell.simulator;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SimulatorRoutesTest.Enabled.class)
class SimulatorRoutesTest {

    public static final class Enabled implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.test-port", "0",
                    "keywell.simulator.enabled", "true",
                    "keywell.simulator.providers.openai.latency", "1ms",
                    "keywell.simulator.providers.openai.tokens", "5",
                    "keywell.simulator.providers.openai.pools.org-1.keys", "sim-key-a,sim-key-b",
                    "keywell.simulator.providers.openai.pools.org-1.requests-per-minute", "2",
                    "keywell.simulator.providers.openai.pools.org-1.limiter", "bucket");
        }
    }

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
