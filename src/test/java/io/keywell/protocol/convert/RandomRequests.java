package io.keywell.protocol.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.chat.Seal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Conversations of all shapes that a dialect can express. The same seed gives the same ones. */
final class RandomRequests {

    private static final String[] WORDS = {
        "sea",
        "\"quoted\"",
        "back\\slash",
        "line\nfeed",
        "tab\t",
        "\u00e9\u4e16",
        "\ud83c\udf0a",
        "{\"json\":1}",
        "</s>"
    };

    private final ChatSides sides;
    private final Random random;
    private int calls;

    RandomRequests(ChatSides sides, long seed) {
        this.sides = sides;
        random = new Random(seed);
    }

    ChatRequest next() {
        calls = 0;
        RequestDraft draft = new RequestDraft(sides.dialect(), "model", maybe());
        if (maybe()) {
            draft.system(List.of(Part.Text.of(words())));
        }
        boolean tools = maybe();
        if (tools) {
            tools(draft);
        }
        conversation(draft, tools);
        draft.sampling(sampling());
        // Always one: a dialect may need it, and then its writer finds one.
        draft.maxOutputTokens(1 + random.nextInt(10_000));
        if (maybe() && can(Feature.STOP_SEQUENCES)) {
            draft.stop("STOP" + random.nextInt(9));
        }
        format(draft);
        draft.thinking(maybe() ? null : thinking());
        if (maybe()) {
            draft.user("user-" + random.nextInt(99));
        }
        return draft.finish();
    }

    private void conversation(RequestDraft draft, boolean tools) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            draft.turn(Role.USER, asked());
            if (i > 0) {
                answered(draft, tools);
            }
        }
    }

    private void answered(RequestDraft draft, boolean tools) {
        List<Part> said = new ArrayList<>();
        if (maybe()) {
            Seal seal = new Seal(sides.dialect(), "c2VhbA==");
            said.add(new Part.Reasoning(words(), seal, null));
        }
        List<Part> results = new ArrayList<>();
        if (maybe() || !tools) {
            said.add(Part.Text.of(words()));
        }
        for (int i = tools ? 1 + random.nextInt(3) : 0; i > 0; i--) {
            String id = "call_" + calls++;
            said.add(new Part.ToolCall(id, "tool_" + i, arguments(), null));
            results.add(new Part.ToolResult(id, "tool_" + i, List.of(Part.Text.of(words())), false, null));
        }
        draft.turn(Role.ASSISTANT, said);
        draft.turn(Role.USER, results);
    }

    private List<Part> asked() {
        List<Part> parts = new ArrayList<>();
        if (maybe() && can(Feature.IMAGE_IN)) {
            Part.Source source = new Part.Source.Base64("aW1hZ2U=");
            parts.add(new Part.Media(Part.Media.Kind.IMAGE, source, "image/png", null, null, null));
        }
        if (maybe() && can(Feature.DOCUMENT_IN)) {
            Part.Source source = new Part.Source.Base64("cGRm");
            parts.add(new Part.Media(Part.Media.Kind.DOCUMENT, source, "application/pdf", "a.pdf", null, null));
        }
        parts.add(Part.Text.of(words()));
        return parts;
    }

    private void tools(RequestDraft draft) {
        for (int i = 1; i <= 3; i++) {
            draft.tool(new Tool("tool_" + i, maybe() ? words() : null, schema(), null, null));
        }
        switch (random.nextInt(4)) {
            case 0 -> draft.toolChoice(new ToolChoice.None());
            case 1 -> draft.toolChoice(new ToolChoice.Required(null));
            case 2 -> draft.toolChoice(new ToolChoice.Required("tool_2"));
            default -> {}
        }
        draft.parallelTools(maybe() ? maybe() : null);
    }

    private void format(RequestDraft draft) {
        if (maybe() && can(Feature.OUTPUT_SCHEMA)) {
            draft.format(new OutputFormat.Schema("shape", null, schema(), null));
        } else if (maybe() && can(Feature.OUTPUT_JSON)) {
            draft.format(new OutputFormat.Json());
        }
    }

    private Thinking thinking() {
        return switch (random.nextInt(3)) {
            case 0 -> new Thinking(Thinking.Mode.OFF, null, -1, false);
            case 1 -> new Thinking(Thinking.Mode.ON, "high", -1, true);
            default -> new Thinking(Thinking.Mode.ON, null, 8_192, true);
        };
    }

    private Sampling sampling() {
        return new Sampling(
                maybe() ? random.nextInt(100) / 100.0 : null,
                maybe() ? random.nextInt(100) / 100.0 : null,
                maybe() ? (long) random.nextInt(100) : null,
                maybe() ? 0.5 : null,
                maybe() ? -0.5 : null,
                maybe() ? (long) random.nextInt() : null);
    }

    private static JsonNode schema() {
        ObjectNode schema = JsonTrees.newObject().put("type", "object");
        schema.putObject("properties").putObject("city").put("type", "string").put("description", "A \"city\"");
        schema.putArray("required").add("city");
        schema.put("additionalProperties", false);
        return schema;
    }

    private JsonNode arguments() {
        ObjectNode arguments = JsonTrees.newObject().put("city", words());
        arguments.put("large", new BigInteger("12345678901234567890"));
        arguments.put("exact", new BigDecimal("1.10"));
        arguments.putArray("list").add(true).addNull().add(random.nextInt());
        return arguments;
    }

    private String words() {
        StringBuilder text = new StringBuilder(WORDS[random.nextInt(WORDS.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private boolean can(Feature feature) {
        return !sides.cannotExpress().contains(feature);
    }

    private boolean maybe() {
        return random.nextBoolean();
    }

    /** Whether callers speak it. */
    static boolean isSpoken(ChatSides sides) {
        return sides.dialect() != Dialect.BEDROCK;
    }
}
