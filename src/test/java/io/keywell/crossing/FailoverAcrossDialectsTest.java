package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.crossing.Script.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A request moves to a provider of another dialect, and the caller hears its own. */
@QuarkusTest
@TestProfile(Profile.class)
class FailoverAcrossDialectsTest extends Crossing {

    @Test
    void anOpenAiCallerIsAnsweredByAnthropicWhenOpenAiIsDry() {
        script.answers("openai", Samples.OPENAI_DRY).answers("anthropic", Samples.ANTHROPIC_TOOL);

        HttpResponse<String> answer = post(CHAT, Samples.openAi("openai-then-anthropic", false, ",\"seed\":7"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("anthropic");
        assertThat(answer.headers().firstValue("x-keywell-lossy")).hasValue("seed");
        assertThat(answer.headers().firstValue("x-keywell-attempts")).hasValue("2");
        JsonObject choice = json(answer).getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getString("finish_reason")).isEqualTo("tool_calls");
        JsonObject call =
                choice.getJsonObject("message").getJsonArray("tool_calls").getJsonObject(0);
        assertThat(call.getString("id")).isEqualTo("toolu_1");
        assertThat(new JsonObject(call.getJsonObject("function").getString("arguments")).getString("city"))
                .isEqualTo("Oslo");
        assertThat(json(answer).getJsonObject("usage").getInteger("total_tokens"))
                .isEqualTo(18);
        JsonObject sent = new JsonObject(script.received("anthropic").get(0).body());
        assertThat(sent.getString("model")).isEqualTo("claude-sonnet-4-5");
        assertThat(sent.getJsonArray("tools").getJsonObject(0).containsKey("input_schema"))
                .isTrue();
        assertThat(script.received("anthropic").get(0).headers()).containsEntry("x-api-key", "sk-crossing-anthropic");
    }

    @Test
    void inAStreamWithToolsToo() {
        script.answers("openai", Samples.OPENAI_DRY).answers("anthropic", Samples.ANTHROPIC_STREAM);

        HttpResponse<String> answer = post(CHAT, Samples.openAi("openai-then-anthropic", true, ""));

        assertIsOpenAiStream(answer, "anthropic");
        assertThat(answer.body()).contains("Hi \u00e9").contains("toolu_1");
    }

    @Test
    void andByGemini() {
        script.answers("openai", Samples.OPENAI_DRY).answers("gemini", Samples.GEMINI_STREAM);

        assertIsOpenAiStream(post(CHAT, Samples.openAi("openai-then-gemini", true, "")), "gemini");
        assertThat(script.received("gemini").get(0).path())
                .isEqualTo("/v1beta/models/gemini-2.5-flash:streamGenerateContent");
    }

    private static void assertIsOpenAiStream(HttpResponse<String> answer, String by) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo(by);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(data(answer)).last().isEqualTo("[DONE]");
        assertThat(data(answer).stream()
                        .limit(data(answer).size() - 1)
                        .map(JsonObject::new)
                        .map(chunk -> chunk.getString("object")))
                .containsOnly("chat.completion.chunk");
        assertThat(answer.body()).contains("\"weather\"").contains("Oslo").contains("\"tool_calls\"");
    }

    @Test
    void anAnthropicCallerIsAnsweredByOpenAi() {
        script.answers("anthropic", Samples.ANTHROPIC_DRY).answers("openai", Samples.OPENAI_STREAM);

        HttpResponse<String> answer = post(MESSAGES, Samples.anthropic("anthropic-then-openai", true));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("openai");
        assertThat(answer.headers().firstValue("request-id"))
                .isEqualTo(answer.headers().firstValue("x-request-id"))
                .isPresent();
        assertThat(answer.body()).startsWith("event: message_start").contains("event: message_stop");
        assertThat(answer.body())
                .contains("\"tool_use\"")
                .contains("input_json_delta")
                .contains("call_1");
    }

    @Test
    void aGeminiCallerIsAnsweredByOpenAiInBothFormsOfItsStreams() {
        script.answers("gemini", Samples.GEMINI_DRY, Samples.GEMINI_DRY)
                .answers("openai", Samples.OPENAI_STREAM, Samples.OPENAI_STREAM);
        String path = "v1beta/models/gemini-then-openai:streamGenerateContent";

        HttpResponse<String> events = post(path + "?alt=sse", Samples.gemini());
        coolDowns.current().forEach(coolDown -> coolDowns.lift(coolDown.scope()));
        HttpResponse<String> array = post(path, Samples.gemini());

        assertThat(events.statusCode()).as(events.body()).isEqualTo(200);
        assertThat(servedBy(events)).isEqualTo("openai");
        assertThat(events.body()).startsWith("data: {").contains("\"functionCall\"");
        assertThat(array.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(new JsonArray(array.body()).getJsonObject(0).containsKey("candidates"))
                .isTrue();
    }

    @Test
    void anAnthropicCallerIsAnsweredByGemini() {
        script.answers("anthropic", Samples.ANTHROPIC_DRY).answers("gemini", Samples.GEMINI_STREAM);

        HttpResponse<String> answer = post(MESSAGES, Samples.anthropic("anthropic-then-gemini", true));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("gemini");
        assertThat(answer.body())
                .startsWith("event: message_start")
                .contains("\"tool_use\"", "input_json_delta", "Oslo", "event: message_stop");
    }

    @Test
    void aGeminiCallerIsAnsweredByAnthropic() {
        script.answers("gemini", Samples.GEMINI_DRY).answers("anthropic", Samples.ANTHROPIC_STREAM);
        String path = "v1beta/models/gemini-then-anthropic:streamGenerateContent?alt=sse";

        HttpResponse<String> answer = post(path, Samples.gemini());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("anthropic");
        assertThat(answer.body()).startsWith("data: {").contains("\"functionCall\"", "Oslo", "\"usageMetadata\"");
    }

    @Test
    void anErrorBeforeTheFirstContentMovesOn() {
        script.answers("anthropic", Samples.ANTHROPIC_OVERLOADED).answers("openai", Samples.OPENAI_STREAM);

        HttpResponse<String> answer = post(CHAT, Samples.openAi("anthropic-then-openai", true, ""));

        assertThat(servedBy(answer)).isEqualTo("openai");
        assertThat(data(answer)).last().isEqualTo("[DONE]");
    }

    @Test
    void afterContentNothingFallsBackAndTheErrorIsOfTheCallersDialect() {
        script.answers(
                "anthropic",
                Answer.events(Samples.ANTHROPIC_HEAD + Samples.ANTHROPIC_TEXT).thenBroken());

        HttpResponse<String> answer = post(CHAT, Samples.openAi("anthropic-then-openai", true, ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Hi \u00e9").doesNotContain("[DONE]");
        JsonObject error = new JsonObject(data(answer).get(data(answer).size() - 1)).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("upstream_failed");
        assertThat(script.received("openai")).isEmpty();
    }

    @Test
    void theSameForAnAnthropicCaller() {
        script.answers("openai", Answer.events(Samples.OPENAI_CHUNKS).thenBroken());

        HttpResponse<String> answer = post(MESSAGES, Samples.anthropic("openai-then-anthropic", true));

        assertThat(answer.body()).contains("event: error").doesNotContain("message_stop");
        assertThat(script.received("anthropic")).isEmpty();
    }

    @Test
    void whatNobodyCanExpressIsRefusedBeforeAnythingIsSent() {
        HttpResponse<String> answer = post(CHAT, Samples.openAi("only-anthropic", false, ",\"n\":2"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).getJsonObject("error").getString("message")).contains("several choices");
        assertThat(json(answer).getJsonObject("error").getString("code")).isEqualTo("invalid_request");
        assertThat(script.received("anthropic")).isEmpty();
    }

    @Test
    void whatOneTargetCannotExpressAnotherOneServes() {
        script.answers("openai", Samples.OPENAI_TEXT);

        HttpResponse<String> answer = post(CHAT, Samples.openAi("anthropic-then-openai", false, ",\"n\":2"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("openai");
        assertThat(script.received("anthropic")).isEmpty();
    }

    @Test
    void whenAllAreDryTheCallerHearsItInItsDialect() {
        script.answers("anthropic", Samples.ANTHROPIC_DRY).answers("openai", Samples.OPENAI_DRY);

        HttpResponse<String> answer = post(MESSAGES, Samples.anthropic("anthropic-then-openai", false));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(json(answer).getString("type")).isEqualTo("error");
        assertThat(json(answer).getJsonObject("error").getString("type")).isEqualTo("rate_limit_error");
    }

    @Test
    void aCallerThatGoesAwayEndsAConvertedStream() throws IOException {
        script.answers(
                "anthropic",
                Answer.events(Samples.ANTHROPIC_HEAD + Samples.ANTHROPIC_TEXT).thenSilent());
        byte[] body = Samples.openAi("only-anthropic", true, "").getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            String head = "POST /" + CHAT + " HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\nx-api-key: "
                    + Providers.KEY + "\r\ncontent-length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.setSoTimeout(5_000);
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
        }
        await().untilAsserted(() -> assertThat(script.open()).isZero());
    }
}
