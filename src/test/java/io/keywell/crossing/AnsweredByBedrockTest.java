package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.keywell.simulator.SimulatorServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bedrock's binary streams, signed requests and exceptions behind callers of all dialects. */
@QuarkusTest
@TestProfile(Profile.class)
class AnsweredByBedrockTest extends Crossing {

    /** The look-alike calls a tool that the user names. */
    private static final String ASKED = "weather?";

    SimulatorServer simulator;

    @AfterEach
    void nothingGoesWrongAnyMore() {
        simulator.simulator().provider("bedrock").faults().clear();
    }

    private static String asking(String body) {
        return body.replace("Weather?", ASKED);
    }

    private void play(Fault fault) {
        simulator.simulator().provider("bedrock").faults().add(FaultRule.once(fault));
    }

    @Test
    void anOpenAiCallerGetsBedrocksToolCallInItsStreamFormat() {
        script.answers("openai", Samples.OPENAI_DRY);

        HttpResponse<String> answer = post(CHAT, asking(Samples.openAi("openai-then-bedrock", true, "")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("bedrock");
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(data(answer)).last().isEqualTo("[DONE]");
        assertThat(data(answer).stream()
                        .limit(data(answer).size() - 1)
                        .map(JsonObject::new)
                        .map(chunk -> chunk.getString("object")))
                .containsOnly("chat.completion.chunk");
        assertThat(answer.body())
                .contains("\"weather\"", "tooluse_sim", "\"tool_calls\"")
                .doesNotContain("contentBlock");
    }

    @Test
    void andInOnePiece() {
        script.answers("openai", Samples.OPENAI_DRY);

        HttpResponse<String> answer = post(CHAT, asking(Samples.openAi("openai-then-bedrock", false, "")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject choice = json(answer).getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getString("finish_reason")).isEqualTo("tool_calls");
        JsonObject function = choice.getJsonObject("message")
                .getJsonArray("tool_calls")
                .getJsonObject(0)
                .getJsonObject("function");
        assertThat(new JsonObject(function.getString("arguments")).getString("input"))
                .isEqualTo(ASKED);
        assertThat(json(answer).getJsonObject("usage").getInteger("total_tokens"))
                .isPositive();
    }

    @Test
    void anAnthropicCallerGetsItsEvents() {
        script.answers("anthropic", Samples.ANTHROPIC_DRY);

        HttpResponse<String> answer = post(MESSAGES, asking(Samples.anthropic("anthropic-then-bedrock", true)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("bedrock");
        assertThat(answer.body())
                .startsWith("event: message_start")
                .contains("\"tool_use\"", "input_json_delta", "tooluse_sim", "event: message_stop");
    }

    @Test
    void aGeminiCallerGetsItsParts() {
        script.answers("gemini", Samples.GEMINI_DRY);
        String path = "v1beta/models/gemini-then-bedrock:streamGenerateContent?alt=sse";

        HttpResponse<String> answer = post(path, asking(Samples.gemini()));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("bedrock");
        assertThat(answer.body())
                .startsWith("data: {")
                .contains("\"functionCall\"", "\"weather\"", "\"finishReason\"", "\"usageMetadata\"");
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR_EVENT_FIRST, true",
        "RATE_LIMITED_DAY, true",
        "RATE_LIMITED_BARE, false",
        "OVERLOADED, true",
        "EMPTY_200, true",
        "TRUNCATED_JSON, false"
    })
    void whatFailsBeforeTheFirstContentMovesOn(Fault fault, boolean stream) {
        play(fault);
        script.answers("openai", stream ? Samples.OPENAI_STREAM : Samples.OPENAI_TEXT);

        HttpResponse<String> answer = post(CHAT, Samples.openAi("bedrock-then-openai", stream, ""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("openai");
        assertThat(answer.body()).contains("Hello");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR_EVENT_LATER", "BAD_CHECKSUM", "TRUNCATED_JSON", "BREAK"})
    void afterContentTheStreamEndsWithAnErrorOfTheCallersDialect(Fault fault) {
        play(fault);

        HttpResponse<String> answer = post(CHAT, Samples.openAi("bedrock-then-openai", true, ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Simulated bedrock").doesNotContain("[DONE]");
        JsonObject error = new JsonObject(data(answer).get(data(answer).size() - 1)).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("upstream_failed");
        assertThat(script.received("openai")).isEmpty();
    }
}
