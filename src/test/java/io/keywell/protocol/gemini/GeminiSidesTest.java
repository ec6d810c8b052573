package io.keywell.protocol.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.chat.Seal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiSidesTest {

    private final GeminiSides sides = new GeminiSides();
    private final RequestDraft draft = new RequestDraft(Dialect.OPENAI, "asked", false);

    private static JsonNode json(String text) {
        JsonNode tree = JsonTrees.object(Bytes.of(text.getBytes(UTF_8)));
        assertThat(tree).isNotNull();
        return tree;
    }

    private ChatSides.Written written(String model) {
        return sides.writeRequest(draft.finish(), model);
    }

    private JsonNode body(String model) {
        JsonNode tree = JsonTrees.object(written(model).body());
        assertThat(tree).isNotNull();
        return tree;
    }

    private static Part.ToolCall call(String id, String name, Seal seal) {
        return new Part.ToolCall(id, name, JsonTrees.newObject(), seal);
    }

    private static Part.ToolResult result(String id, String text) {
        return new Part.ToolResult(id, null, List.of(Part.Text.of(text)), false, null);
    }

    @Test
    void resultsStandInTheOrderOfTheirCallsBecauseNothingElseTellsThemApart() {
        draft.turn(Role.USER, List.of(Part.Text.of("go")));
        draft.turn(Role.ASSISTANT, List.of(call("a", "f", null), call("b", "f", null)));
        draft.turn(Role.USER, List.of(result("b", "second")));
        draft.turn(Role.USER, List.of(result("a", "first"), Part.Text.of("and?")));

        JsonNode parts = body("gemini-2.5-flash").at("/contents/2/parts");

        assertThat(parts.at("/0/functionResponse/response/output").asText()).isEqualTo("first");
        assertThat(parts.at("/1/functionResponse/response/output").asText()).isEqualTo("second");
        assertThat(parts.at("/2/text").asText()).isEqualTo("and?");
    }

    @Test
    void anIdThatComesAgainMeansTheLaterCall() {
        draft.turn(Role.ASSISTANT, List.of(call("call_1", "old", null)));
        draft.turn(Role.USER, List.of(result("call_1", "x")));
        draft.turn(Role.ASSISTANT, List.of(call("call_1", "new", null)));
        draft.turn(Role.USER, List.of(result("call_1", "y")));

        JsonNode contents = body("gemini-2.5-flash").get("contents");

        assertThat(contents.at("/1/parts/0/functionResponse/name").asText()).isEqualTo("old");
        assertThat(contents.at("/3/parts/0/functionResponse/name").asText()).isEqualTo("new");
    }

    @Test
    void newModelsGetASealWithTheFirstCallOfATurnAndKeepTheirOwn() {
        draft.turn(Role.ASSISTANT, List.of(call("a", "f", null), call("b", "f", null)));
        draft.turn(Role.USER, List.of(result("a", "x"), result("b", "y")));
        draft.turn(Role.ASSISTANT, List.of(call("c", "f", new Seal(Dialect.GEMINI, "own"))));
        draft.turn(Role.ASSISTANT, List.of(call("d", "f", new Seal(Dialect.ANTHROPIC, "foreign"))));

        JsonNode contents = body("gemini-3-pro-preview").get("contents");

        assertThat(contents.at("/0/parts/0/thoughtSignature").asText()).isEqualTo("skip_thought_signature_validator");
        assertThat(contents.at("/0/parts/1").has("thoughtSignature")).isFalse();
        assertThat(contents.at("/2/parts/0/thoughtSignature").asText()).isEqualTo("own");
        assertThat(contents.at("/2/parts/1").has("thoughtSignature")).isFalse();
        assertThat(body("gemini-2.5-pro").at("/contents/0/parts/0").has("thoughtSignature"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "gemini-2.5-flash | ON | high | -1 | {\"thinkingBudget\":24576} | -",
                "gemini-2.5-flash | ON | - | 99999 | {\"thinkingBudget\":24576} | -",
                "gemini-2.5-pro | ON | max | -1 | {\"thinkingBudget\":32768} | -",
                "gemini-2.5-flash | OFF | - | -1 | {\"thinkingBudget\":0} | -",
                "gemini-2.5-pro | OFF | - | -1 | {\"thinkingBudget\":128} | THINKING",
                "gemini-2.5-flash | ADAPTIVE | - | -1 | {} | -",
                "gemini-3-pro | ON | medium | -1 | {\"thinkingLevel\":\"medium\"} | -",
                "gemini-3-pro | ON | minimal | -1 | {\"thinkingLevel\":\"low\"} | -",
                "gemini-3.5-flash | OFF | - | -1 | {\"thinkingLevel\":\"minimal\"} | THINKING",
                "gemini-3.5-flash | ON | - | 2000 | {\"thinkingBudget\":2000} | -",
                "tuned-1 | ON | low | -1 | {\"thinkingBudget\":1024} | -",
                "gemini-2.0-flash | ON | low | -1 | - | THINKING"
            })
    void thinkingIsSaidAsTheModelTakesIt(
            String model, Thinking.Mode mode, String effort, long budget, String config, Parameter dropped) {
        draft.thinking(new Thinking(mode, effort, budget, false));

        ChatSides.Written written = written(model);
        JsonNode thinking = body(model).at("/generationConfig/thinkingConfig");

        assertThat(thinking.isMissingNode() ? null : thinking.toString()).isEqualTo(config);
        assertThat(written.dropped()).isEqualTo(dropped == null ? java.util.Set.of() : java.util.Set.of(dropped));
    }

    @Test
    void effortLeavesRoomForTheAnswer() {
        draft.thinking(new Thinking(Thinking.Mode.ON, "high", -1, false));
        draft.maxOutputTokens(4_000);

        assertThat(body("gemini-2.5-flash")
                        .at("/generationConfig/thinkingConfig/thinkingBudget")
                        .asLong())
                .isEqualTo(3_000);
    }

    @Test
    void anOldModelGetsSchemasInItsOwnWords() {
        JsonNode schema = json("{\"$schema\":\"x\",\"type\":\"object\",\"additionalProperties\":false,"
                + "\"$defs\":{\"city\":{\"type\":\"string\",\"format\":\"uri\"}},"
                + "\"properties\":{\"city\":{\"$ref\":\"#/$defs/city\"},\"days\":{\"type\":[\"integer\",\"null\"]},"
                + "\"kind\":{\"const\":\"a\"},\"either\":{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"number\"}]}},"
                + "\"required\":[\"city\"]}");
        draft.tool(new Tool("f", null, schema, null, null));
        draft.format(new OutputFormat.Schema("x", null, schema, null));

        JsonNode old = body("gemini-2.0-flash");
        String own = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
                + "\"days\":{\"type\":\"integer\",\"nullable\":true},\"kind\":{\"enum\":[\"a\"]},"
                + "\"either\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"number\"}]}},\"required\":[\"city\"]}";

        assertThat(old.at("/tools/0/functionDeclarations/0/parameters").toString())
                .isEqualTo(own);
        assertThat(old.at("/generationConfig/responseSchema").toString()).isEqualTo(own);
        assertThat(body("gemini-2.5-flash").at("/tools/0/functionDeclarations/0/parametersJsonSchema"))
                .isEqualTo(schema);
    }

    @Test
    void aSchemaThatRefersToItselfEnds() {
        JsonNode schema = json(
                "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"},\"self\":{\"$ref\":\"#/properties/next\"}}}");

        assertThat(Schemas.toGemini(schema).path("type").asText()).isEqualTo("object");
    }

    @Test
    void aSeedThatDoesNotFitIsDropped() {
        draft.sampling(new Sampling(null, null, null, null, null, 1L << 40));

        assertThat(written("gemini-2.5-flash").dropped()).containsExactly(Parameter.SEED);
        assertThat(body("gemini-2.5-flash").path("generationConfig").has("seed"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Parameter.class)
    void everyParameterHasAName(Parameter parameter) {
        assertThat(sides.nameOf(parameter)).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"contents\":{}}",
                "{\"contents\":[{\"role\":\"robot\",\"parts\":[{\"text\":\"x\"}]}]}",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"tools\":[{\"functionDeclarations\":[{}]}]}",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":{\"temperature\":\"hot\"}}",
                "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],\"generationConfig\":7}"
            })
    void aCallersMistakeIsTold(String body) {
        assertThat(sides.readRequest(Bytes.of(body.getBytes(UTF_8)), "m", false))
                .isInstanceOf(ChatSides.Read.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "<html>", "{\"choices\":[]}", "{\"candidates\":["})
    void whatIsNoAnswerOfThisDialectIsNone(String body) {
        assertThat(sides.readAnswer(Bytes.of(body.getBytes(UTF_8)))).isNull();
    }
}
