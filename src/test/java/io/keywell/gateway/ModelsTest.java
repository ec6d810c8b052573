package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class ModelsTest extends OverTheWire {

    @Test
    void theListHasWhatTheCallerMayUseAndCanUse() {
        assertThat(listed(web)).contains("smart", "team/chat", "old", "dry").doesNotContain("gone", "sketch");
        assertThat(listed(caller("narrowly"))).containsExactly("smart", "team/chat");
        assertThat(web.get("/v1/models").header("x-request-id")).startsWith("req_");
    }

    private static List<String> listed(Caller caller) {
        JsonObject list = caller.get("/v1/models").json();
        assertThat(list.getString("object")).isEqualTo("list");
        return list.getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .peek(model -> assertThat(model.fieldNames()).contains("id", "object", "created", "owned_by"))
                .map(model -> model.getString("id"))
                .toList();
    }

    @Test
    void oneIsFoundByItsNameAlsoWithASlash() {
        assertThat(web.get("/v1/models/smart").json().getString("id")).isEqualTo("smart");
        assertThat(web.get("/v1/models/team%2Fchat").json().getString("id")).isEqualTo("team/chat");
        assertThat(web.get("/v1/models/team/chat").json().getString("id")).isEqualTo("team/chat");
        assertThat(web.get("/v1/models/plain/any+thing").json().getString("id")).isEqualTo("plain/any+thing");
    }

    @Test
    void slashesThatStandTwiceDoNoHarm() throws IOException {
        try (Wire wire = new Wire(root)) {
            String heard = wire.send(Wire.head("web", "GET //v1//models/smart HTTP/1.1", "connection: close"))
                    .untilClosed();

            assertThat(heard).startsWith("HTTP/1.1 200").contains("\"id\":\"smart\"");
        }
    }

    @Test
    void oneThatIsNotThereOrNotTheCallersOrRetiredIsRefused() {
        assertRefused(web.get("/v1/models/nothing"), 404, "model_not_found");
        assertRefused(web.get("/v1/models/sketch"), 404, "model_not_found");
        assertRefused(web.get("/v1/models/gone"), 410, "model_retired");
        assertRefused(caller("narrowly").get("/v1/models/slow"), 403, "model_not_allowed");
    }

    @Test
    void aDeprecatedModelIsServedAndSaysUntilWhen() {
        Answer answer = web.chat("old");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("deprecation")).isEqualTo("@1577836800");
        assertThat(answer.header("sunset")).isEqualTo("Sun, 30 Jun 2999 00:00:00 GMT");
        assertThat(answer.header("link")).isEqualTo("</v1/models/team/chat>; rel=\"successor-version\"");
        assertThat(web.chat("smart").header("deprecation")).isNull();
    }

    @Test
    void aDateDeprecatesAndRetiresAModelByItself() {
        Answer due = web.chat("due");
        assertThat(due.status()).isEqualTo(200);
        assertThat(due.header("deprecation")).isEqualTo("@1577836800");
        assertThat(due.header("sunset")).isNull();
        assertThat(due.header("link")).isNull();

        Answer ahead = web.chat("ahead");
        assertThat(ahead.status()).isEqualTo(200);
        assertThat(ahead.header("deprecation")).isNull();
        assertThat(ahead.header("sunset")).isNull();

        assertRefused(web.chat("over"), 410, "model_retired");
        assertThat(web.chat("over").json().getJsonObject("error").getString("message"))
                .endsWith("Use 'smart' instead.");
        assertRefused(web.get("/v1/models/over"), 410, "model_retired");
        assertThat(listed(web)).contains("due", "ahead", "undated").doesNotContain("over");
    }

    @Test
    void aDeprecationWithoutADateIsOneOfThePast() {
        assertThat(web.chat("undated").header("deprecation")).isEqualTo("@0");
    }

    @Test
    void aRetiredModelIsGoneAndADraftIsNotThereYet() {
        assertRefused(web.chat("gone"), 410, "model_retired");
        assertRefused(caller("narrowly").chat("sketch"), 404, "model_not_found");
    }

    @Test
    void theAnswerSaysWhatServedIt() {
        Answer answer = web.chat("smart");

        assertThat(answer.header("x-keywell-provider")).isEqualTo("plain");
        assertThat(answer.header("x-keywell-model")).isEqualTo("sim-large");
        assertThat(answer.servedBy()).isEqualTo("plain-1");
        assertThat(answer.header("x-keywell-attempts")).isEqualTo("1");
        assertThat(answer.header("x-keywell-waited-ms")).isEqualTo("0");
        assertThat(answer.header("x-request-id")).matches("req_[0-9a-z]{26}");
    }
}
