package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.crossing.Script.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistral speaks OpenAI's dialect with an accent: callers with its SDK, and the vendor itself. */
@QuarkusTest
@TestProfile(Profile.class)
class MistralTest extends Crossing {

    private static final String[] SDK = {"user-agent", "mistral-client-typescript/2.7.0"};

    /** The pieces of tool calls that a caller sees. */
    private static List<JsonObject> calls(HttpResponse<String> answer) {
        List<JsonObject> calls = new ArrayList<>();
        for (String data : data(answer)) {
            JsonArray choices = data.equals("[DONE]") ? null : new JsonObject(data).getJsonArray("choices");
            for (int i = 0; choices != null && i < choices.size(); i++) {
                JsonArray pieces =
                        choices.getJsonObject(i).getJsonObject("delta").getJsonArray("tool_calls");
                for (int k = 0; pieces != null && k < pieces.size(); k++) {
                    calls.add(pieces.getJsonObject(k));
                }
            }
        }
        return calls;
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic", "gemini"})
    void itsSdkSeesToolCallsOfAnyFamilyWhole(String provider) {
        script.answers(
                provider,
                switch (provider) {
                    case "openai" -> Samples.OPENAI_STREAM;
                    case "anthropic" -> Samples.ANTHROPIC_STREAM;
                    default -> Samples.GEMINI_STREAM;
                });

        HttpResponse<String> answer = post(CHAT, Samples.openAi("only-" + provider, true, ""), SDK);

        assertThat(calls(answer)).singleElement().satisfies(call -> {
            assertThat(call.getJsonObject("function").getString("name")).isEqualTo("weather");
            assertThat(new JsonObject(call.getJsonObject("function").getString("arguments")))
                    .isEqualTo(new JsonObject().put("city", "Oslo"));
            assertThat(call.getString("id")).isNotEmpty();
        });
        assertThat(answer.body()).contains("\"finish_reason\":\"tool_calls\"").endsWith("data: [DONE]\n\n");
    }

    @Test
    void otherCallersSeeThemInPieces() {
        script.answers("anthropic", Samples.ANTHROPIC_STREAM).answers("openai", Samples.OPENAI_STREAM);

        assertThat(calls(post(CHAT, Samples.openAi("only-anthropic", true, ""))))
                .hasSize(2);
        assertThat(calls(post(CHAT, Samples.openAi("only-openai", true, "")))).hasSize(2);
    }

    @Test
    void aStreamThatBreaksTellsItsSdkSoAndNoHalfCall() {
        script.answers("openai", Answer.events(Samples.OPENAI_CHUNKS).thenBroken());

        HttpResponse<String> answer = post(CHAT, Samples.openAi("only-openai", true, ""), SDK);

        assertThat(calls(answer)).isEmpty();
        assertThat(answer.body())
                .contains("Hello")
                .contains("\"upstream_failed\"")
                .doesNotContain("[DONE]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theVendorIsNotAskedForUsageThatItTellsAnyway(boolean asked) {
        script.answers(
                "mistral",
                Answer.events(Samples.chunk("{\"role\":\"assistant\",\"content\":\"Hello\"}", "null")
                        + Samples.chunk("{\"content\":\"\"}", "\"stop\"")
                                .replace(
                                        "}]}\n",
                                        "}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,\"total_tokens\":6}}\n")
                        + "data: [DONE]\n\n"));
        String more = ",\"seed\":7,\"user\":\"u\",\"max_completion_tokens\":9"
                + (asked ? ",\"stream_options\":{\"include_usage\":true}" : "");

        HttpResponse<String> answer = post(CHAT, Samples.openAi("only-mistral", true, more));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"total_tokens\":6");
        assertThat(answer.headers().firstValue("x-keywell-attempts")).hasValue("1");
        assertThat(answer.headers().firstValue("x-keywell-lossy")).hasValue("user");
        JsonObject sent = new JsonObject(script.received("mistral").get(0).body());
        assertThat(sent.fieldNames()).doesNotContain("stream_options", "seed", "user", "max_completion_tokens");
        assertThat(sent.getInteger("random_seed")).isEqualTo(7);
        assertThat(sent.getInteger("max_tokens")).isEqualTo(9);
    }

    @Test
    void anotherFamilysCallerReachesItWithoutARepairToo() {
        script.answers(
                "mistral",
                Answer.events(Samples.chunk("{\"role\":\"assistant\",\"content\":\"Hello\"}", "null")
                        + Samples.chunk("{}", "\"stop\"")
                        + "data: [DONE]\n\n"));

        HttpResponse<String> answer = post(MESSAGES, Samples.anthropic("only-mistral", true));

        assertThat(answer.body()).contains("Hello").contains("message_stop");
        assertThat(answer.headers().firstValue("x-keywell-lossy")).isEmpty();
        assertThat(script.received("mistral").get(0).body()).doesNotContain("stream_options");
    }
}
