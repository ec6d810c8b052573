package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.crossing.Script.Answer;
import io.keywell.crossing.Script.Received;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths of each dialect, their errors, and what travels beside the body. */
@QuarkusTest
@TestProfile(Profile.class)
class PathsTest extends Crossing {

    private static final Answer SAID = Answer.json(
            200,
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\","
                    + "\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}");

    @Test
    void aNativeCallGoesThroughAsItIsButForTheModel() {
        script.answers("anthropic", SAID);

        HttpResponse<String> answer = post(
                MESSAGES,
                Samples.anthropic("only-anthropic", false),
                "anthropic-version",
                "2024-01-01",
                "anthropic-beta",
                "some-beta",
                "openai-beta",
                "not-this");

        assertThat(answer.body()).isEqualTo(SAID.body());
        Received received = script.received("anthropic").get(0);
        assertThat(received.body()).isEqualTo(Samples.anthropic("claude-sonnet-4-5", false));
        assertThat(received.headers())
                .containsEntry("anthropic-version", "2024-01-01")
                .containsEntry("anthropic-beta", "some-beta")
                .doesNotContainKey("openai-beta");
        assertThat(answer.headers().firstValue("x-keywell-lossy")).isEmpty();
    }

    @Test
    void aCallersDialectHeadersGoNowhereElse() {
        script.answers("openai", Samples.OPENAI_TEXT);

        post(
                MESSAGES,
                Samples.anthropic("only-openai", false),
                "anthropic-version",
                "2023-06-01",
                "anthropic-beta",
                "b");

        assertThat(script.received("openai").get(0).headers())
                .doesNotContainKeys("anthropic-version", "anthropic-beta");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1beta/models/only-gemini:generateContent", "v1/models/only-gemini:generateContent"})
    void geminiIsCalledBelowBothVersions(String path) {
        script.answers(
                "gemini",
                Answer.json(
                        200,
                        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}],\"role\":\"model\"},"
                                + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":2}}"));

        HttpResponse<String> answer = post(path, Samples.gemini());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(script.received("gemini").get(0).path())
                .isEqualTo("/v1beta/models/gemini-2.5-flash:generateContent");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, v1/messages/nothing, error.type, not_found_error",
        "GET, v1/messages, error.type, invalid_request_error",
        "GET, v1beta/nothing, error.status, NOT_FOUND",
        "POST, v1beta/models/m:sing, error.status, NOT_FOUND",
        "GET, v2/nothing, error.code, not_found"
    })
    void unknownPathsAreAnsweredInTheDialectOfTheirPrefix(String method, String path, String field, String value) {
        HttpResponse<String> answer = send(
                method,
                path,
                java.net.http.HttpRequest.BodyPublishers.ofString(""),
                "content-type",
                "application/json");

        assertThat(answer.statusCode()).isBetween(404, 405);
        String[] names = field.split("\\.");
        assertThat(json(answer).getJsonObject(names[0]).getValue(names[1])).isEqualTo(value);
    }

    @Test
    void aResponseIsMadeByItsOwnDialectOrByAnotherOne() {
        script.answers(
                        "openai",
                        Answer.json(
                                200,
                                "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\","
                                        + "\"output\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}"))
                .answers("anthropic", SAID);

        HttpResponse<String> own = post("v1/responses", "{\"model\":\"only-openai\",\"input\":\"Hello\"}");
        HttpResponse<String> other = post("v1/responses", "{\"model\":\"only-anthropic\",\"input\":\"Hello\"}");

        assertThat(json(own).getString("id")).isEqualTo("resp_1");
        assertThat(script.received("openai").get(0).path()).isEqualTo("/v1/responses");
        assertThat(other.statusCode()).as(other.body()).isEqualTo(200);
        assertThat(json(other).getString("object")).isEqualTo("response");
        assertThat(other.body()).contains("\"output_text\"").contains("Hi");
    }

    @Test
    void modelsAreListedInEachDialect() {
        assertThat(json(get("v1/models")).getString("object")).isEqualTo("list");
        JsonObject anthropic = json(get("v1/models", "anthropic-version", "2023-06-01"));
        assertThat(anthropic.getBoolean("has_more")).isFalse();
        assertThat(json(get("v1/models/only-openai", "anthropic-version", "2023-06-01"))
                        .getString("type"))
                .isEqualTo("model");
        assertThat(json(get("v1beta/models")).getJsonArray("models")).isNotEmpty();
        assertThat(json(get("v1/models", "x-goog-api-key", Providers.KEY)).getJsonArray("models"))
                .isNotEmpty();
        assertThat(json(get("v1/models/only-gemini", "x-goog-api-key", Providers.KEY))
                        .getString("name"))
                .isEqualTo("models/only-gemini");
        assertThat(json(get("v1beta/models/only-gemini")).getString("name")).isEqualTo("models/only-gemini");
    }

    @Test
    void tokensAreCountedByTheProviderOfTheDialectElseHere() {
        script.answers("anthropic", Answer.json(200, "{\"input_tokens\":42}"));

        HttpResponse<String> told = post("v1/messages/count_tokens", Samples.anthropic("only-anthropic", false));
        HttpResponse<String> counted = post("v1/messages/count_tokens", Samples.anthropic("only-openai", false));
        HttpResponse<String> guessed = post("v1/messages/count_tokens", Samples.anthropic("only-gemini", false));

        assertThat(json(told).getInteger("input_tokens")).isEqualTo(42);
        assertThat(json(counted).getInteger("input_tokens")).isBetween(8, 60);
        assertThat(servedBy(counted)).isEqualTo("keywell");
        assertThat(json(guessed).getInteger("input_tokens")).isBetween(8, 90);
        assertThat(json(post("v1beta/models/only-openai:countTokens", Samples.gemini()))
                        .getInteger("totalTokens"))
                .isBetween(5, 60);
        assertThat(script.received("openai")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500})
    void tokensAreCountedHereWhenTheProviderOfTheDialectCannot(int status) {
        script.answers("anthropic", Answer.json(status, Samples.ANTHROPIC_DRY.body()));

        HttpResponse<String> counted =
                post("v1/messages/count_tokens", Samples.anthropic("anthropic-then-openai", false));

        assertThat(counted.statusCode()).as(counted.body()).isEqualTo(200);
        assertThat(servedBy(counted)).isEqualTo("keywell");
        assertThat(json(counted).getInteger("input_tokens")).isBetween(8, 90);
    }

    @Test
    void theOtherCallsOfOpenAiReachTheirPaths() {
        script.answers(
                "openai",
                Answer.json(200, "{\"id\":\"modr-1\",\"model\":\"m\",\"results\":[{\"flagged\":false}]}"),
                Answer.json(200, "{\"created\":1,\"data\":[{\"b64_json\":\"AA==\"}]}"),
                Answer.of("audio/mpeg", "ID3\u0001sound"));

        assertThat(post("v1/moderations", "{\"model\":\"only-openai\",\"input\":\"hm\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("v1/images/generations", "{\"model\":\"only-openai\",\"prompt\":\"a cat\"}")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> sound =
                post("v1/audio/speech", "{\"model\":\"only-openai\",\"input\":\"hello\",\"voice\":\"alloy\"}");

        assertThat(sound.headers().firstValue("content-type")).hasValue("audio/mpeg");
        assertThat(sound.body()).isEqualTo("ID3\u0001sound");
        assertThat(script.received("openai").stream().map(Received::path))
                .containsExactly("/v1/moderations", "/v1/images/generations", "/v1/audio/speech");
    }

    @Test
    void aModerationWithoutAModelIsAskedOfTheUsualOne() {
        script.answers("openai", Answer.json(200, "{\"id\":\"modr-1\",\"model\":\"m\",\"results\":[]}"));

        HttpResponse<String> answer = post("v1/moderations", " {\"input\":\"hm\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(script.received("openai").get(0).body())
                .isEqualTo(" {\"model\":\"omni-moderation-latest\",\"input\":\"hm\"}");
        script.answers("openai", Answer.json(200, "{\"id\":\"modr-2\",\"model\":\"m\",\"results\":[]}"));
        assertThat(post("v1/moderations", "{\"model\": null,\"input\":\"hm\"}").statusCode())
                .isEqualTo(200);
        assertThat(script.received("openai").get(1).body())
                .isEqualTo("{\"model\": \"omni-moderation-latest\",\"input\":\"hm\"}");
        assertThat(post("v1/images/generations", "{\"prompt\":\"a cat\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatNoProviderOffersIsSaidSo() {
        HttpResponse<String> answer =
                post("v1/rerank", "{\"model\":\"only-anthropic\",\"query\":\"q\",\"documents\":[\"a\"]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getJsonObject("error").getString("message")).contains("offers rerank");
    }

    @Test
    void aRefusedParameterIsRepairedOnceAndRememberedForTheModel() {
        script.answers(
                "openai",
                Answer.json(
                        400,
                        "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                                + "'max_completion_tokens' instead.\",\"type\":\"invalid_request_error\","
                                + "\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}"),
                Samples.OPENAI_TEXT,
                Samples.OPENAI_TEXT);
        String body = Samples.openAi("only-openai", false, ",\"max_tokens\":9");

        HttpResponse<String> first = post(CHAT, body);
        HttpResponse<String> second = post(CHAT, body);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(first.headers().firstValue("x-keywell-attempts")).hasValue("2");
        assertThat(second.headers().firstValue("x-keywell-attempts")).hasValue("1");
        assertThat(script.received("openai").get(0).body()).contains("\"max_tokens\":9");
        assertThat(script.received("openai").get(1).body())
                .contains("\"max_completion_tokens\":9")
                .doesNotContain("\"max_tokens\"");
        assertThat(script.received("openai").get(2).body())
                .isEqualTo(script.received("openai").get(1).body());
    }

    @Test
    void xmlInAndXmlOut() {
        script.answers("openai", Samples.OPENAI_TEXT);
        String xml =
                "<?xml version=\"1.0\"?><request><model>only-openai</model><messages type=\"array\"><item><role>user</role>"
                        + "<content>5 &lt; 6</content></item></messages><max_tokens type=\"number\">5</max_tokens></request>";

        HttpResponse<String> answer =
                post(CHAT, xml, "content-type", "application/xml; charset=utf-8", "accept", "application/xml");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/xml");
        assertThat(answer.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><response type=\"object\">")
                .contains("<content>Hello</content>")
                .contains("<total_tokens type=\"number\">6</total_tokens>");
        assertThat(new JsonObject(script.received("openai").get(0).body())
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("content"))
                .isEqualTo("5 < 6");
    }

    @Test
    void anAnswerThatIsTornIsNotPassedOffAsXml() {
        script.answers(
                "openai", Answer.json(200, "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"He}"));

        HttpResponse<String> answer = post(CHAT, Samples.openAi("only-openai", false, ""), "accept", "application/xml");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/xml");
        assertThat(answer.body()).contains("<error type=\"object\">").contains("<code>upstream_failed</code>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<request><model>only-openai</model>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><request><model>&x;</model></request>",
                "<request><model>only-openai</model><stream type=\"boolean\">true</stream><messages type=\"array\"><item>"
                        + "<role>user</role><content>x</content></item></messages></request>",
                "<request><model>only-openai</model><model>other</model></request>"
            })
    void xmlThatIsNotUsableIsRefusedInXml(String xml) {
        HttpResponse<String> answer = post(CHAT, xml, "content-type", "text/xml");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<error type=\"object\">").contains("<code>invalid_request</code>");
        assertThat(script.received("openai")).isEmpty();
    }
}
