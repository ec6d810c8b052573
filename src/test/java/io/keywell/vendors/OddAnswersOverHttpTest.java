package io.keywell.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.simulator.CannedAnswer;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What providers say that is hardly an answer, or none: the caller gets it in good form, or somebody else's. */
@QuarkusTest
@TestProfile(VendorsProfile.class)
class OddAnswersOverHttpTest extends AtVendors {

    private static final String DEEP = "[".repeat(10_000) + "]".repeat(10_000);
    private static final String HUGE = "99999999999999999999999";

    private final ErrorLog log = new ErrorLog();

    private static List<String> openAi() {
        return List.of(
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":null}",
                "{\"choices\":[{}]}",
                "{\"choices\":[null]}",
                "{\"choices\":[{\"message\":null}]}",
                openAiMessage("{\"content\":null}"),
                openAiMessage("{\"content\":\"\"}"),
                openAiMessage("{\"content\":[]}"),
                openAiMessage("{\"content\":7}"),
                openAiMessage("{\"content\":\"x\",\"tool_calls\":null}"),
                openAiMessage("{\"content\":null,\"tool_calls\":[{}]}"),
                openAiMessage("{\"content\":null,\"tool_calls\":[null]}"),
                openAiMessage("{\"content\":null,\"tool_calls\":[" + openAiCall("\"c 1\"", "\"no\"") + "]}"),
                openAiMessage("{\"content\":null,\"tool_calls\":[" + openAiCall("null", "{\"a\":1}") + ","
                        + openAiCall("null", "\"{}\"") + "]}"),
                openAiMessage("{\"content\":null,\"tool_calls\":[" + openAiCall("\"\"", "\"" + DEEP + "\"") + "]}"),
                openAiMessage("{\"content\":\"x\",\"deep\":" + DEEP + "}"),
                openAiMessage("{\"content\":\"x\"},\"finish_reason\":7,\"x\":{}"),
                openAiMessage("{\"content\":\"x\"},\"finish_reason\":\"alien\",\"x\":{}"),
                openAiMessage("{\"content\":\"x\\u0000\\ud800\"}"),
                "{\"choices\":[{\"index\":1,\"message\":{\"content\":\"b\"}},{\"index\":0,\"message\":{\"content\":\"a\"}}]}",
                "{\"id\":7,\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":" + HUGE
                        + ",\"completion_tokens\":-1,\"total_tokens\":1e99}}");
    }

    private static String openAiMessage(String message) {
        return "{\"id\":\"a\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                + message + "}]}";
    }

    private static String openAiCall(String id, String arguments) {
        return "{\"id\":" + id + ",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":" + arguments
                + "}}";
    }

    private static List<String> anthropic() {
        return Stream.of(
                        "[]",
                        "null",
                        "7",
                        "[null]",
                        "[{}]",
                        "[{\"type\":\"text\"}]",
                        "[{\"type\":\"text\",\"text\":7}]",
                        "[{\"type\":\"alien\"}]",
                        "[{\"type\":\"tool_use\"}]",
                        "[{\"type\":\"tool_use\",\"id\":\"\",\"name\":\"f\",\"input\":\"x\"}]",
                        "[{\"type\":\"thinking\"}]",
                        DEEP)
                .map(content -> "{\"id\":\"a\",\"type\":\"message\",\"role\":\"assistant\",\"content\":" + content
                        + ",\"stop_reason\":null,\"usage\":{\"input_tokens\":" + HUGE + ",\"output_tokens\":" + HUGE
                        + ",\"cache_read_input_tokens\":9223372036854775807}}")
                .toList();
    }

    private static List<String> gemini() {
        return Stream.of(
                        "[]",
                        "null",
                        "[null]",
                        "[{}]",
                        "[{\"content\":null}]",
                        "[{\"content\":{}}]",
                        "[{\"content\":{\"parts\":[{}]},\"finishReason\":\"ALIEN\"}]",
                        "[{\"content\":{\"parts\":[null]},\"finishReason\":7}]",
                        "[{\"content\":{\"parts\":[{\"text\":7}]},\"finishReason\":\"STOP\"}]",
                        "[{\"content\":{\"parts\":[{\"functionCall\":{}}]},\"finishReason\":\"STOP\"}]",
                        "[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":7}}]},\"finishReason\":\"STOP\"}]",
                        "[{\"content\":{\"parts\":[{\"inlineData\":{}}]},\"finishReason\":\"STOP\"}]",
                        DEEP)
                .map(candidates -> "{\"candidates\":" + candidates + ",\"usageMetadata\":{\"promptTokenCount\":" + HUGE
                        + ",\"totalTokenCount\":-5}}")
                .toList();
    }

    private static List<String> bedrock() {
        return Stream.of(
                        "null",
                        "{}",
                        "{\"message\":null}",
                        "{\"message\":{\"content\":[]}}",
                        "{\"message\":{\"content\":[null]}}",
                        "{\"message\":{\"content\":[{}]}}",
                        "{\"message\":{\"content\":[{\"text\":7}]}}",
                        "{\"message\":{\"content\":[{\"toolUse\":{}}]}}",
                        "{\"message\":{\"content\":[{\"toolUse\":{\"toolUseId\":\"\",\"name\":\"f\",\"input\":7}}]}}",
                        "{\"message\":{\"content\":[{\"reasoningContent\":{}}]}}",
                        DEEP)
                .map(output -> "{\"output\":" + output + ",\"stopReason\":\"alien\",\"usage\":{\"inputTokens\":" + HUGE
                        + ",\"outputTokens\":-7,\"cacheReadInputTokens\":9223372036854775807}}")
                .toList();
    }

    private static List<String> answers(String vendor) {
        return switch (vendor) {
            case "openai" -> openAi();
            case "anthropic" -> anthropic();
            case "gemini" -> gemini();
            default -> bedrock();
        };
    }

    static Stream<Arguments> odd() {
        return LookAlikes.ODD_AT.stream().flatMap(vendor -> Arrays.stream(Asker.values())
                // OpenAI is asked for its own responses.
                .filter(asker -> asker != Asker.RESPONSES || !vendor.equals("openai"))
                .flatMap(asker -> IntStream.range(0, answers(vendor).size())
                        .mapToObj(number -> Arguments.of(asker, vendor, number))));
    }

    @BeforeEach
    void listen() {
        log.begin();
    }

    @AfterEach
    void stopListening() {
        log.end();
    }

    @ParameterizedTest(name = "{1} for {0}: {2}")
    @MethodSource("odd")
    void isMadeAnAnswerOrPassedOver(Asker asker, String vendor, int number) {
        String provider = LookAlikes.provider(vendor, "good");
        String odd = answers(vendor).get(number);
        play(vendor, FaultRule.once(new CannedAnswer(200, Map.of(), odd)).forModel("m-" + provider));

        String model = LookAlikes.model(provider);
        HttpResponse<String> answer = post(
                asker.path(model).replace("streamGenerateContent?alt=sse", "generateContent"),
                asker.body(model).replace("\"stream\":true", "\"stream\":false"));

        String said = start(odd) + " -> " + answer.statusCode() + " " + start(answer.body());
        assertThat(answer.statusCode()).as(said).isEqualTo(200);
        // What the provider wrote in the caller's own dialect is passed on, however deep.
        assertThat(answer.body().contains(DEEP) || asker.isAnswer(new JsonObject(answer.body())))
                .as(said)
                .isTrue();
        assertThat(log.errors()).as(said).isEmpty();
    }

    private static String start(String text) {
        return text.substring(0, Math.min(400, text.length()));
    }
}
