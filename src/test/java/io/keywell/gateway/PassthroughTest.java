package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.gateway.EchoProvider.Received;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class PassthroughTest extends OverTheWire {

    private static final String POOLED = "Bearer " + World.PROVIDER_SECRET + "echo-1";

    @Test
    void aCallGoesToTheProviderWithAPooledKey() {
        Answer answer = web.get("/passthrough/echo/models?after=a%20b&limit=3", "x-own", "kept");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().getJsonArray("data")).hasSize(1);
        assertThat(answer.servedBy()).isEqualTo("echo-1");
        Received received = world.echo().takeLast();
        assertThat(received.method()).isEqualTo("GET");
        assertThat(received.uri()).isEqualTo("/v1/models?after=a%20b&limit=3");
        assertThat(received.headers()).containsEntry("authorization", POOLED).containsEntry("x-own", "kept");
    }

    @Test
    void theProvidersLimitsAndOrganisationStayBehind() {
        Answer answer = web.get("/passthrough/echo/models");

        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.startsWith("openai-") || name.startsWith("x-ratelimit"));
    }

    @Test
    void aBodyGoesThroughAsItIs() {
        String body = "{\"odd\":[1,2,{\"model\":7}]}";

        assertThat(web.post("/passthrough/echo/things", body).status()).isEqualTo(200);

        Received received = world.echo().takeLast();
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.body()).isEqualTo(body);
        assertThat(received.headers()).containsEntry("content-type", "application/json");
    }

    @Test
    void otherMethodsGoThroughToo() {
        assertThat(web.send("DELETE", "/passthrough/echo/files/f1", BodyPublishers.noBody())
                        .status())
                .isEqualTo(200);
        assertThat(world.echo().takeLast().method()).isEqualTo("DELETE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key=KEY&a=1", "a=1&key=KEY", "a=1;key=KEY", "%6bey=KEY&a=1", "a=1&key=KEY&key=x"})
    void theCallersKeyInTheQueryGoesNoFurther(String query) {
        String path = "/passthrough/echo/models?" + query.replace("KEY", World.keyOf("web"));

        assertThat(web.bare("GET", path, "").status()).isEqualTo(200);

        assertThat(world.echo().takeLast().uri()).isEqualTo("/v1/models?a=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-api-key", "api-key", "x-goog-api-key"})
    void theCallersKeyInAnyHeaderGoesNoFurther(String header) {
        assertThat(web.bare("GET", "/passthrough/echo/models", "", header, World.keyOf("web"))
                        .status())
                .isEqualTo(200);

        Received received = world.echo().takeLast();
        assertThat(received.headers().values()).noneMatch(value -> value.contains(World.CALLER_KEY));
        assertThat(received.headers()).containsEntry("authorization", POOLED);
    }

    @Test
    void whatWouldUseThePooledKeyForSomeoneElseGoesNoFurther() {
        web.get(
                "/passthrough/echo/models",
                "openai-organization",
                "org-other",
                "openai-project",
                "proj-other",
                "cookie",
                "session=1",
                "x-forwarded-for",
                "192.0.2.1",
                "x-keywell-tags",
                "a=b");

        assertThat(world.echo().takeLast().headers())
                .doesNotContainKeys(
                        "openai-organization", "openai-project", "cookie", "x-forwarded-for", "x-keywell-tags");
    }

    @Test
    void aStreamComesThroughInPieces() {
        Answer answer = web.post("/passthrough/echo/stream", "{\"stream\":true}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream");
        assertThat(answer.body()).contains("{\"piece\":0}").endsWith("data: {\"piece\":4}\n\n");
        world.echo().takeLast();
    }

    @Test
    void whatIsNoJsonComesThroughAsItIs() {
        Answer answer = web.post("/passthrough/echo/bytes", "{}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("audio/mpeg");
        assertThat(answer.body()).isEqualTo("ID3\u0001\u0002");
    }

    @Test
    void aMistakeOfTheCallersComesBack() {
        Answer answer = web.post("/passthrough/echo/bad", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().getString("message")).contains("No such thing: widget.");
        assertThat(answer.code()).isEqualTo("unknown_thing");
        assertThat(answer.error().getString("type")).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "forbidden"})
    void whatIsNotToBeHadOnOnePathSaysNothingAboutTheOthers(String path) {
        Answer refused = web.get("/passthrough/echo/" + path, "x-keywell-max-wait", "0");
        assertThat(refused.status()).isEqualTo("nothing".equals(path) ? 404 : 502);

        assertThat(web.get("/passthrough/echo/models", "x-keywell-max-wait", "0")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aKeyInTheProvidersWordsIsHidden() {
        Answer answer = web.post("/passthrough/echo/leaky", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain(World.PROVIDER_SECRET);
    }

    @Test
    void whatAProviderSaysOfOurKeysNeverComesBack() {
        Answer busy = web.get("/passthrough/echo-busy/busy", "x-keywell-max-wait", "0");
        assertRefused(busy, 429, "keys_exhausted");
        assertThat(busy.error().getString("message")).doesNotContain("Rate limit reached");

        Answer denied = web.get("/passthrough/echo-denied/denied", "x-keywell-max-wait", "0");
        assertRefused(denied, 502, "upstream_failed");
        assertThat(denied.error().getString("message")).doesNotContain("Incorrect");
    }

    @Test
    void whoMayNotUseTheProviderIsRefused() {
        Caller narrowly = caller("narrowly");

        assertThat(narrowly.get("/passthrough/echo/models").status()).isEqualTo(200);
        assertRefused(narrowly.get("/passthrough/plain/models"), 403, "model_not_allowed");
        assertRefused(web.get("/passthrough/nobody/models"), 404, "model_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../admin", "/%2e%2e/admin", "/a/%2E./../admin", "/.%2e/admin"})
    void noPathClimbsOutOfTheProvidersBase(String path) throws IOException {
        world.echo().takeLast();
        try (Wire wire = new Wire(root)) {
            String heard = wire.send(
                            Wire.head("web", "GET /passthrough/echo" + path + " HTTP/1.1", "connection: close"))
                    .untilClosed();

            assertThat(heard).startsWith("HTTP/1.1 404");
        }
        assertThat(world.echo().takeLast()).isNull();
    }
}
