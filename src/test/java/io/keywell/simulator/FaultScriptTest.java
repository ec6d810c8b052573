package io.keywell.simulator;

import static io.keywell.simulator.SimulatorFixture.KEY_A1;
import static io.keywell.simulator.SimulatorFixture.KEY_A2;
import static io.keywell.simulator.SimulatorFixture.KEY_B;
import static io.keywell.simulator.SimulatorFixture.chatBody;
import static io.keywell.simulator.SimulatorFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultScriptTest {

    private static SimulatorFixture simulator;

    @BeforeAll
    static void start() {
        simulator = SimulatorFixture.unlimited();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @AfterEach
    void clear() {
        simulator.send(simulator.request("/_faults", "").DELETE());
    }

    private static JsonArray script(String rule) {
        return json(simulator.post("/_faults", "", rule)).getJsonArray("faults");
    }

    private static int chat(String key) {
        return simulator.chat(key).statusCode();
    }

    @Test
    void aFaultHappensAsOftenAsItWasSaid() {
        assertThat(script("{\"fault\":\"server-error\",\"times\":2}")).hasSize(1);
        assertThat(chat(KEY_A1)).isEqualTo(500);
        assertThat(chat(KEY_B)).isEqualTo(500);
        assertThat(chat(KEY_A1)).isEqualTo(200);
        PoolReport report = simulator.provider().report().get(0);
        assertThat(report.totals().faulted()).isEqualTo(1);
        assertThat(report.totals().admitted()).isEqualTo(2);
    }

    @Test
    void zeroTimesMeansUntilCleared() {
        script("{\"fault\":\"overloaded\",\"times\":0}");
        for (int i = 0; i < 5; i++) {
            assertThat(chat(KEY_A1)).isEqualTo(503);
        }
        clear();
        assertThat(chat(KEY_A1)).isEqualTo(200);
    }

    @Test
    void aFaultMayBeForOneKeyAndOneModel() {
        script("{\"fault\":\"invalid-key\",\"times\":0,\"key\":\"2222\"}");
        script("{\"fault\":\"model-missing\",\"times\":0,\"model\":\"gpt-5\"}");
        assertThat(chat(KEY_A1)).isEqualTo(200);
        assertThat(chat(KEY_A2)).isEqualTo(401);
        String other = new JsonObject(chatBody(false)).put("model", "gpt-5").encode();
        HttpResponse<String> missing = simulator.post("/v1/chat/completions", KEY_A1, other);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("`gpt-5`");
    }

    @Test
    void aBadKeyIsBadForTheListOfModelsToo() {
        script("{\"fault\":\"invalid-key\",\"times\":0,\"key\":\"1111\"}");
        assertThat(simulator.send(simulator.request("/v1/models", KEY_A1).GET()).statusCode())
                .isEqualTo(401);
        assertThat(simulator.send(simulator.request("/v1/models", KEY_A2).GET()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void faultsComeInTheOrderInWhichTheyWereAdded() {
        script("{\"fault\":\"server-error\"}");
        script("{\"fault\":\"forbidden\"}");
        assertThat(chat(KEY_A1)).isEqualTo(500);
        assertThat(chat(KEY_A1)).isEqualTo(403);
        assertThat(chat(KEY_A1)).isEqualTo(200);
    }

    @Test
    void aFaultMayHappenWithAProbability() {
        script("{\"fault\":\"server-error\",\"times\":0,\"probability\":0.5}");
        int failed = 0;
        for (int i = 0; i < 60; i++) {
            failed += chat(KEY_A1) == 500 ? 1 : 0;
        }
        assertThat(failed).isBetween(10, 50);
        clear();
        script("{\"fault\":\"server-error\",\"times\":0,\"probability\":0}");
        assertThat(chat(KEY_A1)).isEqualTo(200);
    }

    @Test
    void theModelsNameMayAskForAFault() {
        String overloaded =
                new JsonObject(chatBody(false)).put("model", "fault:overloaded").encode();
        assertThat(simulator.post("/v1/chat/completions", KEY_A1, overloaded).statusCode())
                .isEqualTo(503);
        String misspelt =
                new JsonObject(chatBody(false)).put("model", "fault:overlooded").encode();
        assertThat(simulator.post("/v1/chat/completions", KEY_A1, misspelt).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"fault\":\"nothing\"}",
                "{\"fault\":7}",
                "{\"fault\":\"hang\",\"times\":-1}",
                "{\"fault\":\"hang\",\"times\":\"two\"}",
                "{\"fault\":\"hang\",\"probability\":2}",
                "{\"fault\":\"hang\",\"gap\":0}",
                "{\"fault\":\"hang\",\"after\":-1}",
                "{\"fault\":null}"
            })
    void aMistakeIsRefusedWithTheNamesOfTheFaults(String rule) {
        HttpResponse<String> response = simulator.post("/_faults", "", rule);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("reset-before-head");
        assertThat(simulator.provider().faults().rules()).isEmpty();
    }

    @Test
    void theScriptShowsNoMoreOfAKeyThanItsEnd() {
        JsonArray rules = script("{\"fault\":\"hang\",\"times\":3,\"key\":\"" + KEY_A1 + "\"}");
        assertThat(rules.getJsonObject(0).getString("key")).isEqualTo("...1111");
        assertThat(rules.getJsonObject(0).getInteger("times")).isEqualTo(3);
        assertThat(simulator.provider().faults().rules().toString()).doesNotContain("secret");
    }
}
