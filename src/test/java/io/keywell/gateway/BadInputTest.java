package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class BadInputTest extends OverTheWire {

    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @AfterEach
    void nobodyElseIsDisturbed() {
        aGoodRequestWorks();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[]",
                "null",
                "42",
                "\"text\"",
                "{\"model\":\"smart\",}",
                "{'model':'smart'}",
                "{\"model\":\"smart\"} {}",
                "{\"model\":\"sma",
                "{\"model\":\"\\ud800x\\q\"}",
                "{\"messages\":[]}",
                "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\"",
                "model=smart"
            })
    void whatIsNoRequestIsRefused(String body) {
        assertRefused(web.post(CHAT, body), 400, "invalid_request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model|{\"model\":7,MESSAGES}",
                "model|{\"model\":null,MESSAGES}",
                "model|{\"model\":\"\",MESSAGES}",
                "model|{\"model\":[\"smart\"],MESSAGES}",
                "model|{MESSAGES}",
                "messages|{\"model\":\"smart\"}",
                "messages|{\"model\":\"smart\",\"messages\":\"hi\"}",
                "messages|{\"model\":\"smart\",\"messages\":[]}",
                "messages[0]|{\"model\":\"smart\",\"messages\":[\"hi\"]}",
                "stream|{\"model\":\"smart\",\"stream\":\"yes\",MESSAGES}",
                "stream_options|{\"model\":\"smart\",\"stream\":true,\"stream_options\":[],MESSAGES}",
                "max_tokens|{\"model\":\"smart\",\"max_tokens\":\"many\",MESSAGES}",
                "max_tokens|{\"model\":\"smart\",\"max_tokens\":-1,MESSAGES}",
                "max_completion_tokens|{\"model\":\"smart\",\"max_completion_tokens\":1.5,MESSAGES}",
                "n|{\"model\":\"smart\",\"n\":{},MESSAGES}",
                "model|{\"model\":\"smart\",\"model\":\"old\",MESSAGES}",
                "stream|{\"model\":\"smart\",\"stream\":false,\"stream\":true,MESSAGES}",
            })
    void aWrongFieldIsNamed(String param, String body) {
        Answer answer = web.post(CHAT, body.replace("MESSAGES", MESSAGES));

        assertRefused(answer, 400, "invalid_request");
        assertThat(answer.error().getString("param")).isEqualTo(param);
        assertThat(answer.error().getString("type")).isEqualTo("invalid_request_error");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void textThatIsNoUtf8IsRefused() {
        byte[] body = ("{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"\u00e9\"}]}")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertRefused(web.send("POST", CHAT, BodyPublishers.ofByteArray(body)), 400, "invalid_request");
    }

    @Test
    void aBodyThatNestsTooDeepIsRefused() {
        String body = "{\"model\":\"smart\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "," + MESSAGES + "}";

        assertRefused(web.post(CHAT, body), 400, "invalid_request");
    }

    @Test
    void aModelThatNobodyKnowsIsNotFound() {
        assertRefused(web.chat("no-such-model"), 404, "model_not_found");
        assertRefused(web.chat("nobody/model"), 404, "model_not_found");
    }

    @Test
    void aModelNameThatACallerMadeUpDoesNoHarmInHeaders() {
        Answer answer = web.post(CHAT, Caller.chatBody("plain/odd\r\nx-injected: 1 \u00e9"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-injected")).isNull();
        assertThat(answer.header("x-keywell-model")).isEqualTo("odd??x-injected: 1 ?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "5m", "5d", "NaN", "1e3", "Infinity", "5 s", "ms", ""})
    void aWaitThatIsNoDurationIsRefused(String wait) {
        Answer answer = web.chat("smart", "x-keywell-max-wait", wait);

        assertRefused(answer, 400, "invalid_request");
        assertThat(answer.error().getString("param")).isEqualTo("x-keywell-max-wait");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5", "5s", "500ms", "0.5s"})
    void aWaitThatIsADurationIsTaken(String wait) {
        assertThat(web.chat("smart", "x-keywell-max-wait", wait).status()).isEqualTo(200);
    }

    @Test
    void anUnknownFallbackIsRefused() {
        Answer answer = web.chat("smart", "x-keywell-fallback", "all");

        assertRefused(answer, 400, "invalid_request");
        assertThat(answer.error().getString("param")).isEqualTo("x-keywell-fallback");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/chat/completions,POST",
        "PUT,/v1/completions,POST",
        "DELETE,/v1/embeddings,POST",
        "POST,/v1/models,GET",
        "DELETE,/v1/models/smart,GET"
    })
    void anotherMethodIsToldWhichOneIsAllowed(String method, String path, String allowed) {
        Answer answer = web.send(method, path, BodyPublishers.ofString("{}"));

        assertRefused(answer, 405, "method_not_allowed");
        assertThat(answer.header("allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/no/such",
                "/v1/chat",
                "/v1/response",
                "/chat/completions",
                "/nothing",
                "/passthrough/",
                "/passthrough/echo"
            })
    void anUnknownPathIsNotFound(String path) {
        assertRefused(web.post(path, "{}"), 404, "not_found");
    }

    @ParameterizedTest
    @CsvSource({"x-api-key", "api-key", "x-goog-api-key"})
    void theKeyMayStandInOtherHeaders(String header) {
        assertThat(web.bare("GET", "/v1/models", "", header, World.keyOf("web")).status())
                .isEqualTo(200);
        assertRefused(web.bare("POST", CHAT, Caller.chatBody("smart"), header, "wrong"), 401, "invalid_api_key");
    }

    @Test
    void theKeyMayStandInTheQueryAndAfterBearerInAnyCase() {
        String body = Caller.chatBody("smart");

        assertThat(web.bare("POST", CHAT + "?key=" + World.keyOf("web"), body).status())
                .isEqualTo(200);
        assertThat(web.bare("POST", CHAT, body, "authorization", "bearer " + World.keyOf("web"))
                        .status())
                .isEqualTo(200);
        assertRefused(web.bare("POST", CHAT + "?key=wrong", body), 401, "invalid_api_key");
    }

    @Test
    void nobodyGetsInWithoutAKeyOrWithAWrongOne() {
        String body = Caller.chatBody("smart");

        assertRefused(web.bare("POST", CHAT, body), 401, "invalid_api_key");
        assertRefused(web.bare("POST", CHAT, body, "authorization", "Bearer "), 401, "invalid_api_key");
        assertRefused(web.bare("POST", CHAT, body, "authorization", "Bearer nobody"), 401, "invalid_api_key");
        assertRefused(web.bare("POST", CHAT, body, "authorization", World.keyOf("web")), 401, "invalid_api_key");
        assertRefused(web.bare("GET", "/v1/models", ""), 401, "invalid_api_key");
        assertRefused(web.bare("GET", "/passthrough/echo/v1/models", ""), 401, "invalid_api_key");
    }

    @Test
    void aModelNameThatIsNoEscapeIsNotFoundOrBad() throws IOException {
        try (Wire wire = new Wire(root)) {
            String heard = wire.send(Wire.head("web", "GET /v1/models/%zz HTTP/1.1", "connection: close"))
                    .untilClosed();

            assertThat(heard).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void aHugeHeaderIsRefused() throws IOException {
        try (Wire wire = new Wire(root)) {
            String heard = wire.send(Wire.head("web", "GET /v1/models HTTP/1.1", "x-huge: " + "a".repeat(100_000)))
                    .untilClosed();

            assertThat(heard).startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void anUploadThatBreaksOffIsForgotten() throws IOException {
        try (Wire wire = new Wire(root)) {
            wire.send(Wire.head("web", "POST " + CHAT + " HTTP/1.1", "content-length: 500") + "{\"model\":\"smart\",");
        }
        try (Wire wire = new Wire(root)) {
            wire.send(Wire.head("web", "POST " + CHAT + " HTTP/1.1", "transfer-encoding: chunked") + "5\r\n{\"mod");
        }
    }
}
