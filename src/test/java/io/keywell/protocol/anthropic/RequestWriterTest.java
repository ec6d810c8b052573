package io.keywell.protocol.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatSides.Written;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestWriterTest {

    private static final String CLASSIC = "claude-sonnet-4-20250514";
    private static final String NEWEST = "claude-opus-4-7";

    private final RequestDraft draft = new RequestDraft(Dialect.OPENAI, "asked", false);
    private Written written;

    private static Part text(String text) {
        return Part.Text.of(text);
    }

    private static Part call(String id) {
        return new Part.ToolCall(id, "t", JsonTrees.newObject(), null);
    }

    private static Part result(String id) {
        return new Part.ToolResult(id, null, List.of(text("ok")), false, null);
    }

    private void ask(Part... parts) {
        draft.turn(Role.USER, List.of(parts));
    }

    private JsonNode write(String model) {
        written = new AnthropicSides().writeRequest(draft.finish(), model);
        JsonNode json = JsonTrees.object(written.body());
        assertThat(json).isNotNull();
        return json;
    }

    private static String json(JsonNode node) {
        return node.toString();
    }

    private void sampling(Double temperature, Double topP, Long topK) {
        draft.sampling(new Sampling(temperature, topP, topK, null, null, null));
    }

    private void thinking(String effort, long budget) {
        draft.thinking(new Thinking(Thinking.Mode.ON, effort, budget, false));
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307, 4096",
        "claude-3-5-sonnet-20241022, 8192",
        "claude-3-7-sonnet-20250219, 32000",
        "claude-opus-4-1-20250805, 32000",
        "us.anthropic.claude-sonnet-4-20250514-v1:0, 32000",
        "somebody-elses-model, 8192"
    })
    void aCallerWithoutALimitGetsTheModelsUsualOne(String model, long maxTokens) {
        ask(text("Hi"));

        assertThat(write(model).path("max_tokens").asLong()).isEqualTo(maxTokens);
        assertThat(written.dropped()).isEmpty();
    }

    @Test
    void aTemperatureAboveOneIsOneAndSaysSo() {
        ask(text("Hi"));
        sampling(1.7, null, null);

        assertThat(write(CLASSIC).path("temperature").asDouble()).isEqualTo(1);
        assertThat(written.dropped()).containsExactly(Parameter.TEMPERATURE);
    }

    @Test
    void ofTemperatureAndTopPOnlyTheTemperatureGoes() {
        ask(text("Hi"));
        sampling(0.3, 0.5, 40L);

        JsonNode body = write(CLASSIC);

        assertThat(body.path("temperature").asDouble()).isEqualTo(0.3);
        assertThat(body.has("top_p")).isFalse();
        assertThat(body.path("top_k").asLong()).isEqualTo(40);
        assertThat(written.dropped()).containsExactly(Parameter.TOP_P);
    }

    @Test
    void modelsThatRefuseSamplingGetNone() {
        ask(text("Hi"));
        sampling(0.3, null, 40L);

        JsonNode body = write(NEWEST);

        assertThat(body.has("temperature")).isFalse();
        assertThat(body.has("top_k")).isFalse();
        assertThat(written.dropped()).containsExactlyInAnyOrder(Parameter.TEMPERATURE, Parameter.TOP_K);
    }

    @ParameterizedTest
    @CsvSource({
        // Effort, budget, limit: what an older model gets, and what is named.
        "low, -1, 20000, 1024, ''",
        "minimal, -1, 20000, 1024, ''",
        "high, -1, 20000, 15000, ''",
        ", 5000, 20000, 5000, ''",
        ", 500, 20000, 1024, THINKING_BUDGET",
        ", 30000, 2000, 1500, THINKING_BUDGET"
    })
    void olderModelsThinkWithABudgetThatFitsTheirLimit(
            String effort, long budget, long limit, long written, String dropped) {
        ask(text("Hi"));
        draft.maxOutputTokens(limit);
        thinking(effort, budget);

        JsonNode thinking = write(CLASSIC).path("thinking");

        assertThat(thinking.path("type").asText()).isEqualTo("enabled");
        assertThat(thinking.path("budget_tokens").asLong()).isEqualTo(written);
        assertThat(String.join(
                        ",", this.written.dropped().stream().map(Enum::name).toList()))
                .isEqualTo(dropped);
    }

    @Test
    void aLimitWithoutRoomForThoughtsMeansNone() {
        ask(text("Hi"));
        draft.maxOutputTokens(1000);
        thinking("high", -1);

        assertThat(write(CLASSIC).has("thinking")).isFalse();
        assertThat(written.dropped()).containsExactly(Parameter.THINKING);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-7, xhigh, -1, xhigh, ''",
        "claude-opus-4-6, xhigh, -1, high, THINKING_EFFORT",
        "claude-sonnet-4-6, max, -1, high, THINKING_EFFORT",
        "claude-opus-5, minimal, -1, low, THINKING_EFFORT",
        "claude-opus-4-7, , 9000, medium, THINKING_BUDGET"
    })
    void newerModelsThinkAsTheySeeFit(String model, String asked, long budget, String effort, String dropped) {
        ask(text("Hi"));
        thinking(asked, budget);

        JsonNode body = write(model);

        assertThat(json(body.path("thinking"))).isEqualTo("{\"type\":\"adaptive\"}");
        assertThat(body.path("output_config").path("effort").asText()).isEqualTo(effort);
        assertThat(String.join(",", written.dropped().stream().map(Enum::name).toList()))
                .isEqualTo(dropped);
    }

    @Test
    void aToolThatMustBeCalledGoesBeforeThoughts() {
        ask(text("Hi"));
        draft.tool(new Tool("t", null, null, null, null));
        draft.toolChoice(new ToolChoice.Required(null));
        thinking("high", -1);
        draft.parallelTools(false);

        JsonNode body = write(CLASSIC);

        assertThat(body.has("thinking")).isFalse();
        assertThat(json(body.path("tool_choice"))).isEqualTo("{\"type\":\"any\",\"disable_parallel_tool_use\":true}");
        assertThat(json(body.path("tools"))).isEqualTo("[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\"}}]");
        assertThat(written.dropped()).containsExactly(Parameter.THINKING);
    }

    @Test
    void samplingIsRestrainedWhileTheModelThinks() {
        ask(text("Hi"));
        thinking("low", -1);
        sampling(0.2, 0.97, 5L);

        JsonNode body = write(CLASSIC);

        assertThat(body.has("temperature")).isFalse();
        assertThat(body.path("top_p").asDouble()).isEqualTo(0.97);
        assertThat(written.dropped()).containsExactlyInAnyOrder(Parameter.TEMPERATURE, Parameter.TOP_K);
    }

    /** A turn that thinks must have begun with its thoughts; those of another vendor are gone. */
    @Test
    void resultsOfCallsWithoutThoughtsAreReadWithoutThinking() {
        ask(text("Hi"));
        draft.turn(Role.ASSISTANT, List.of(new Part.Reasoning("hm", null, null), call("c1")));
        ask(result("c1"));
        thinking("high", -1);

        assertThat(write(CLASSIC).has("thinking")).isFalse();
        assertThat(written.dropped()).containsExactlyInAnyOrder(Parameter.THINKING, Parameter.EARLIER_REASONING);
    }

    @Test
    void ownThoughtsGoBackAsTheyWere() {
        Seal seal = new Seal(Dialect.ANTHROPIC, "sig");
        ask(text("Hi"));
        draft.turn(
                Role.ASSISTANT,
                List.of(new Part.Reasoning("hm", seal, null), new Part.Reasoning("", null, seal), call("c1")));
        ask(result("c1"));
        thinking("high", -1);

        JsonNode body = write(CLASSIC);

        assertThat(body.has("thinking")).isTrue();
        assertThat(json(body.path("messages").path(1).path("content")))
                .startsWith("[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"sig\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"sig\"},{\"type\":\"tool_use\"");
        assertThat(written.dropped()).isEmpty();
    }

    @Test
    void resultsComeFirstAndRolesAlternate() {
        ask(text("Hi"));
        draft.turn(Role.ASSISTANT, List.of(text("I look.")));
        draft.turn(Role.ASSISTANT, List.of(call("c1"), call("c2")));
        ask(text("Quick!"));
        ask(result("c1"), result("c2"));

        JsonNode messages = write(CLASSIC).path("messages");

        List<String> shape = new ArrayList<>();
        messages.forEach(message -> {
            shape.add(message.path("role").asText());
            message.path("content")
                    .forEach(block -> shape.add(block.path("type").asText()));
        });
        assertThat(shape)
                .containsExactly(
                        "user",
                        "assistant",
                        "text",
                        "tool_use",
                        "tool_use",
                        "user",
                        "tool_result",
                        "tool_result",
                        "text");
    }

    @Test
    void aConversationThatTheModelBeganGetsAUser() {
        draft.turn(Role.ASSISTANT, List.of(text("Hello \n")));

        assertThat(json(write(CLASSIC).path("messages")))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"...\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]");
    }

    @Test
    void aSystemPromptAloneIsWhatIsToBeAnswered() {
        draft.system(List.of(Part.Text.of("Greet.")));

        JsonNode body = write(CLASSIC);

        assertThat(body.has("system")).isFalse();
        assertThat(json(body.path("messages"))).isEqualTo("[{\"role\":\"user\",\"content\":\"Greet.\"}]");
    }

    @Test
    void blankTextsAreLeftOut() {
        draft.system(List.of(Part.Text.of(" ")));
        ask(text("Hi"), text(""), text(" \n"));
        draft.turn(Role.ASSISTANT, List.of(text("")));
        ask(new Part.ToolResult("c1", null, List.of(text("")), false, null));

        JsonNode body = write(CLASSIC);

        assertThat(body.has("system")).isFalse();
        assertThat(json(body.path("messages")))
                .isEqualTo("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},"
                        + "{\"type\":\"tool_result\",\"tool_use_id\":\"c1\"}]}]");
    }

    @Test
    void idsOfOtherVendorsAreMadePlainAndStayDifferent() {
        ask(text("Hi"));
        draft.turn(Role.ASSISTANT, List.of(call("functions.t:0"), call("functions.t.0"), call("call_1-a")));
        ask(result("functions.t:0"), result("functions.t.0"), result("call_1-a"));

        JsonNode messages = write(CLASSIC).path("messages");

        List<String> calls = new ArrayList<>();
        messages.path(1)
                .path("content")
                .forEach(block -> calls.add(block.path("id").asText()));
        List<String> results = new ArrayList<>();
        messages.path(2)
                .path("content")
                .forEach(block -> results.add(block.path("tool_use_id").asText()));
        assertThat(calls).doesNotHaveDuplicates().contains("call_1-a").allMatch(id -> id.matches("[a-zA-Z0-9_-]+"));
        assertThat(results).isEqualTo(calls);
    }

    @Test
    void stopSequencesOfWhiteSpaceAreNamed() {
        ask(text("Hi"));
        draft.stop("\n");
        draft.stop("END");

        assertThat(json(write(CLASSIC).path("stop_sequences"))).isEqualTo("[\"END\"]");
        assertThat(written.dropped()).containsExactly(Parameter.STOP);
    }

    @Test
    void onlyFourCacheMarksAreTaken() {
        Part.CacheHint hour = new Part.CacheHint(3600);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            parts.add(new Part.Text("part " + i, hour));
        }
        draft.turn(Role.USER, parts);

        String body = json(write(CLASSIC));

        assertThat(body.split("\"ttl\":\"1h\"", -1)).hasSize(5);
        assertThat(written.dropped()).containsExactly(Parameter.CACHE_HINT);
    }

    @Test
    void limitsThatTheModelCannotBeHeldToAreDescribedAndNamed() {
        JsonNode schema = JsonTrees.arguments("{\"$schema\":\"x\",\"type\":\"object\",\"properties\":{\"minimum\":"
                + "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"description\":\"Age\"},\"b\":{\"oneOf\":"
                + "[{\"type\":\"string\",\"format\":\"date\"}]}}}");
        ask(text("Hi"));
        draft.format(new OutputFormat.Schema("s", null, schema, true));

        assertThat(json(write(CLASSIC).path("output_config").path("format").path("schema")))
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"minimum\":{\"type\":\"integer\",\"description\":"
                        + "\"Age\\n\\n{format: \\\"int64\\\", minimum: 0}\"},\"b\":{\"anyOf\":[{\"type\":\"string\","
                        + "\"format\":\"date\"}]}},\"additionalProperties\":false}");
        assertThat(written.dropped()).containsExactlyInAnyOrder(Parameter.SCHEMA_NAME, Parameter.SCHEMA_STRICT);
    }

    @Test
    void objectsInAnOutputSchemaAreClosed() {
        JsonNode schema = JsonTrees.arguments(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":"
                        + "{\"type\":\"object\",\"properties\":{}}},\"b\":{\"type\":\"object\",\"additionalProperties\":true}}}");
        ask(text("Hi"));
        draft.format(new OutputFormat.Schema("s", null, schema, true));

        assertThat(json(write(CLASSIC).path("output_config").path("format").path("schema")))
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                                + "\"properties\":{},\"additionalProperties\":false}},\"b\":{\"type\":\"object\","
                                + "\"additionalProperties\":false}},\"additionalProperties\":false}");
        assertThat(written.dropped()).contains(Parameter.SCHEMA_STRICT);
        assertThat(schema.has("additionalProperties")).isFalse();
    }

    @Test
    void textFilesGoAsText() {
        ask(new Part.Media(
                Part.Media.Kind.DOCUMENT, new Part.Source.Base64("SGk="), "text/markdown", "a.md", null, null));

        assertThat(json(write(CLASSIC).path("messages").path(0).path("content")))
                .isEqualTo("[{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\","
                        + "\"data\":\"Hi\"},\"title\":\"a.md\"}]");
    }
}
