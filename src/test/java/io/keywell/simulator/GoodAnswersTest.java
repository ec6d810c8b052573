package io.keywell.simulator;

import static io.keywell.simulator.SimulatorFixture.KEY_A1;
import static io.keywell.simulator.SimulatorFixture.KEY_A2;
import static io.keywell.simulator.SimulatorFixture.KEY_B;
import static io.keywell.simulator.SimulatorFixture.chatBody;
import static io.keywell.simulator.SimulatorFixture.data;
import static io.keywell.simulator.SimulatorFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoodAnswersTest {

    private static SimulatorFixture simulator;

    @BeforeAll
    static void start() {
        simulator = SimulatorFixture.unlimited();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    private static JsonObject choice(JsonObject answer) {
        return answer.getJsonArray("choices").getJsonObject(0);
    }

    private static JsonObject toolRequest(String text, Object choice) {
        return new JsonObject()
                .put("model", "gpt-4o")
                .put("tool_choice", choice)
                .put("tools", List.of(tool("get_time"), tool("get_weather")))
                .put("messages", List.of(Map.of("role", "user", "content", text)));
    }

    private static Map<String, Object> tool(String name) {
        return Map.of(
                "type", "function", "function", Map.of("name", name, "parameters", Map.of("name", Map.of("x", 1))));
    }

    @Test
    void aChatSaysWhoAnsweredAndWhatItHeard() {
        HttpResponse<String> response = simulator.chat(KEY_A1);
        JsonObject answer = json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-length")).isPresent();
        assertThat(answer.getString("object")).isEqualTo("chat.completion");
        assertThat(answer.getString("model")).isEqualTo("gpt-4o");
        JsonObject message = choice(answer).getJsonObject("message");
        assertThat(message.getString("content"))
                .contains("openai", "...1111", "Tell me \"something\" about \u00fcnicode.")
                .doesNotContain(KEY_A1);
        assertThat(choice(answer).getString("finish_reason")).isEqualTo("stop");
        JsonObject usage = answer.getJsonObject("usage");
        assertThat(usage.getInteger("prompt_tokens"))
                .isEqualTo("Tell me \"something\" about \u00fcnicode.".length() / 4);
        assertThat(usage.getInteger("completion_tokens")).isEqualTo(8);
        assertThat(usage.getInteger("total_tokens")).isEqualTo(usage.getInteger("prompt_tokens") + 8);
    }

    @Test
    void aStreamSaysTheSameInPieces() {
        List<String> events = data(
                simulator.post("/v1/chat/completions", KEY_A1, chatBody(true)).body());
        assertThat(events).last().isEqualTo("[DONE]");
        List<JsonObject> chunks = events.subList(0, events.size() - 1).stream()
                .map(JsonObject::new)
                .toList();
        assertThat(chunks).hasSize(1 + 8 + 1 + 1);
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.getString("object")).isEqualTo("chat.completion.chunk");
            assertThat(chunk.getString("id")).isEqualTo(chunks.get(0).getString("id"));
            assertThat(chunk.containsKey("usage")).isTrue();
        });
        assertThat(choice(chunks.get(0)).getJsonObject("delta").getString("role"))
                .isEqualTo("assistant");
        String text = chunks.subList(1, 9).stream()
                .map(chunk -> choice(chunk).getJsonObject("delta").getString("content"))
                .collect(Collectors.joining());
        String whole =
                choice(json(simulator.chat(KEY_A1))).getJsonObject("message").getString("content");
        assertThat(text).isEqualTo(whole);
        assertThat(choice(chunks.get(9)).getString("finish_reason")).isEqualTo("stop");
        assertThat(chunks.get(10).getJsonArray("choices")).isEmpty();
        assertThat(chunks.get(10).getJsonObject("usage").getInteger("completion_tokens"))
                .isEqualTo(8);
    }

    @Test
    void aStreamWithoutTheWishForUsageHasNone() {
        String body = new JsonObject(chatBody(true)).putNull("stream_options").encode();
        assertThat(simulator.post("/v1/chat/completions", KEY_A1, body).body()).doesNotContain("usage");
    }

    @Test
    void theCallerLimitsTheLength() {
        String body =
                new JsonObject(chatBody(false)).put("max_completion_tokens", 3).encode();
        JsonObject answer = json(simulator.post("/v1/chat/completions", KEY_A1, body));
        assertThat(answer.getJsonObject("usage").getInteger("completion_tokens"))
                .isEqualTo(3);
        assertThat(choice(answer).getString("finish_reason")).isEqualTo("length");
    }

    @Test
    void aToolIsCalledWhenTheUserSpeaksOfItOrItIsRequired() {
        JsonObject named = new JsonObject().put("type", "function").put("function", Map.of("name", "get_weather"));
        assertThat(calledTool(toolRequest("use get_weather please", "auto"))).isEqualTo("get_weather");
        assertThat(calledTool(toolRequest("hello", "required"))).isEqualTo("get_time");
        assertThat(calledTool(toolRequest("hello", named))).isEqualTo("get_weather");
        assertThat(calledTool(toolRequest("hello", "auto"))).isNull();
        assertThat(calledTool(toolRequest("use get_weather please", "none"))).isNull();
    }

    private static String calledTool(JsonObject request) {
        JsonObject answer = json(simulator.post("/v1/chat/completions", KEY_A1, request.encode()));
        JsonArray calls = choice(answer).getJsonObject("message").getJsonArray("tool_calls");
        if (calls == null) {
            assertThat(choice(answer).getString("finish_reason")).isEqualTo("stop");
            return null;
        }
        assertThat(choice(answer).getString("finish_reason")).isEqualTo("tool_calls");
        JsonObject function = calls.getJsonObject(0).getJsonObject("function");
        assertThat(new JsonObject(function.getString("arguments"))).isNotEmpty();
        return function.getString("name");
    }

    @Test
    void aToolCallIsStreamedInFragments() {
        String text = "get_time for \ud83d\ude00\ud83d\ude00\ud83d\ude00";
        String body = toolRequest(text, "auto").put("stream", true).encode();
        List<String> events =
                data(simulator.post("/v1/chat/completions", KEY_A1, body).body());
        List<JsonObject> calls = events.stream()
                .filter(event -> event.contains("tool_calls\":["))
                .map(event -> choice(new JsonObject(event))
                        .getJsonObject("delta")
                        .getJsonArray("tool_calls")
                        .getJsonObject(0))
                .toList();
        assertThat(calls).hasSizeGreaterThan(2);
        assertThat(calls.get(0).getString("id")).isNotEmpty();
        assertThat(calls.get(0).getJsonObject("function").getString("name")).isEqualTo("get_time");
        String arguments = calls.stream()
                .map(call -> call.getJsonObject("function").getString("arguments"))
                .collect(Collectors.joining());
        assertThat(new JsonObject(arguments).getString("input")).isEqualTo(text);
        assertThat(events.get(events.size() - 2)).contains("\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void afterTheToolsResultThereIsText() {
        JsonObject request = toolRequest("use get_weather", "auto");
        JsonArray messages = request.getJsonArray("messages").copy();
        messages.add(Map.of("role", "tool", "tool_call_id", "call-1", "content", "get_weather: sunny"));
        assertThat(calledTool(request.put("messages", messages))).isNull();
    }

    @Test
    void completionsHaveTheirOwnShape() {
        JsonObject request = new JsonObject().put("model", "gpt").put("prompt", List.of("one", "two"));
        JsonObject answer = json(simulator.post("/v1/completions", KEY_A1, request.encode()));
        assertThat(answer.getString("object")).isEqualTo("text_completion");
        assertThat(choice(answer).getString("text")).contains("heard: one.");
        List<String> events = data(simulator
                .post("/v1/completions", KEY_A1, request.put("stream", true).encode())
                .body());
        assertThat(events).last().isEqualTo("[DONE]");
        assertThat(choice(new JsonObject(events.get(0))).getString("text")).contains("heard: one.");
    }

    @Test
    void embeddingsAreTheSameInBothFormats() {
        JsonObject request = new JsonObject()
                .put("model", "text-embedding-3-small")
                .put("dimensions", 16)
                .put("input", List.of("one", "two", "one"));
        JsonObject floats = json(simulator.post("/v1/embeddings", KEY_A1, request.encode()));
        JsonObject base64 = json(simulator.post(
                "/v1/embeddings",
                KEY_A1,
                request.put("encoding_format", "base64").encode()));
        JsonArray vectors = floats.getJsonArray("data");
        assertThat(vectors).hasSize(3);
        for (int i = 0; i < 3; i++) {
            byte[] bytes = Base64.getDecoder()
                    .decode(base64.getJsonArray("data").getJsonObject(i).getString("embedding"));
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            JsonArray vector = vectors.getJsonObject(i).getJsonArray("embedding");
            assertThat(vector).hasSize(16);
            for (int j = 0; j < 16; j++) {
                assertThat(buffer.getFloat()).isEqualTo(vector.getFloat(j));
            }
        }
        assertThat(vectors.getJsonObject(0).getValue("embedding"))
                .isEqualTo(vectors.getJsonObject(2).getValue("embedding"))
                .isNotEqualTo(vectors.getJsonObject(1).getValue("embedding"));
        assertThat(floats.getJsonObject("usage").getInteger("prompt_tokens")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[1,2,3]|1", "[[1,2],[3]]|2", "\"text\"|1"})
    void embeddingsTakeTextsAndTokens(String input, int vectors) {
        String body = "{\"input\":" + input + ",\"model\":\"e\"}";
        assertThat(json(simulator.post("/v1/embeddings", KEY_A1, body)).getJsonArray("data"))
                .hasSize(vectors);
    }

    @Test
    void modelsAreListedForAKnownKeyOnly() {
        JsonArray models = json(simulator.send(
                        simulator.request("/v1/models", KEY_B).GET()))
                .getJsonArray("data");
        assertThat(models.getJsonObject(0).getString("object")).isEqualTo("model");
        assertThat(simulator
                        .send(simulator.request("/v1/models", "sk-unknown").GET())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aKeyThatIsNotListedIsRefusedAsByOpenAi() {
        HttpResponse<String> response = simulator.chat("sk-nobody-knows-this");
        assertThat(response.statusCode()).isEqualTo(401);
        JsonObject error = json(response).getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getString("code")).isEqualTo("invalid_api_key");
        assertThat(error.getString("type")).isEqualTo("invalid_request_error");
        assertThat(error.getString("message"))
                .startsWith("Incorrect API key provided")
                .doesNotContain("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/unknown", "/v1/chat", "/other", "/v1/models/gpt-4o"})
    void otherPathsAreUnknown(String path) {
        HttpResponse<String> response = simulator.post(path, KEY_A1, "{}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).getJsonObject("error").getString("message")).contains("Invalid URL (POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "nonsense",
                "{\"model\":\"m\",\"messages\":[{\"role\":",
                "{\"messages\":[{}]}",
                "{\"model\":7,\"messages\":[{}]}",
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"messages\":[]}",
                "{\"model\":\"m\",\"messages\":{\"a\":[1]},\"tools\":7,\"tool_choice\":[[]],\"stream_options\":[1]}"
            })
    void badRequestsAreToldSo(String body) {
        HttpResponse<String> response = simulator.post("/v1/chat/completions", KEY_A1, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getJsonObject("error").getString("type")).isEqualTo("invalid_request_error");
    }

    @Test
    void partsOfAMessageAreReadAndStrangeFieldsAreNot() {
        String body =
                "{\"x\":{\"model\":[\"no\"]},\"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"in parts\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}}],\"role\":\"user\",\"n\":[[]]}],\"model\":\"m\"}";
        JsonObject answer = json(simulator.post("/v1/chat/completions", KEY_A2, body));
        assertThat(choice(answer).getJsonObject("message").getString("content")).contains("heard: in parts.");
    }

    @Test
    void aLongBodyInManyChunksIsReadWhole() {
        String text = "word ".repeat(200_000);
        String body = new JsonObject()
                .put("model", "m")
                .put("messages", List.of(Map.of("role", "user", "content", text)))
                .encode();
        JsonObject answer = json(simulator.post("/v1/chat/completions", KEY_A1, body));
        assertThat(answer.getJsonObject("usage").getInteger("prompt_tokens")).isEqualTo(250_000);
    }
}
