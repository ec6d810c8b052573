package io.keywell.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.anthropic.AnthropicSides;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.gemini.GeminiSides;
import io.keywell.protocol.openai.OpenAiChat;
import io.keywell.protocol.responses.ResponsesSides;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The same conversation with tools as a request of each dialect, and the same answer as a stream of each. */
final class Inputs {

    /** Events with content in a stream: so many texts and so many pieces of a tool's arguments. */
    static final int DELTAS = 128;

    private static final int TEXTS = 96;
    private static final int REQUEST_BYTES = 10 * 1024;
    private static final String WORDS = "The tide turns \"twice\" a day, caf\u00e9 and all;\n";

    private Inputs() {}

    /** A little more than 10 KB. */
    static Bytes request(Dialect dialect) {
        ChatSides sides =
                switch (dialect) {
                    case OPENAI -> new OpenAiChat();
                    case RESPONSES -> new ResponsesSides();
                    case ANTHROPIC -> new AnthropicSides();
                    case GEMINI -> new GeminiSides();
                    case BEDROCK -> throw new IllegalArgumentException("no caller speaks it");
                };
        int rounds = 1;
        Bytes body = Bytes.EMPTY;
        while (body.length() < REQUEST_BYTES) {
            body = sides.writeRequest(conversation(dialect, rounds++), "asked-model")
                    .body();
        }
        return body;
    }

    private static ChatRequest conversation(Dialect dialect, int rounds) {
        RequestDraft draft = new RequestDraft(dialect, "asked-model", true);
        draft.system(List.of(Part.Text.of(WORDS.repeat(20))));
        for (String name : List.of("tide_table", "wind", "currents")) {
            draft.tool(new Tool(name, "Tells it for a place. " + WORDS, schema(), null, null));
        }
        for (int i = 0; i < rounds; i++) {
            String id = "call_" + i;
            draft.turn(Role.USER, List.of(Part.Text.of(i + WORDS.repeat(3))));
            ObjectNode arguments = JsonTrees.newObject().put("place", "Emden").put("day", i);
            draft.turn(Role.ASSISTANT, List.of(new Part.ToolCall(id, "tide_table", arguments, null)));
            List<Part> result = List.of(Part.Text.of("{\"high\":[\"04:12\",\"16:40\"],\"n\":" + i + "}"));
            draft.turn(Role.USER, List.of(new Part.ToolResult(id, "tide_table", result, false, null)));
            draft.turn(Role.ASSISTANT, List.of(Part.Text.of(WORDS.repeat(4))));
        }
        draft.turn(Role.USER, List.of(Part.Text.of("And tomorrow?")));
        draft.sampling(new Sampling(0.7, null, null, null, null, null));
        draft.maxOutputTokens(1000);
        return draft.finish();
    }

    private static ObjectNode schema() {
        ObjectNode schema = JsonTrees.newObject().put("type", "object");
        ObjectNode fields = schema.putObject("properties");
        fields.putObject("place").put("type", "string").put("description", "A harbour");
        fields.putObject("day").put("type", "integer").put("description", "Days from now");
        schema.putArray("required").add("place").add("day");
        schema.put("additionalProperties", false);
        return schema;
    }

    /** As its framer cuts it: one SSE block for each event. */
    static byte[][] stream(Dialect dialect) {
        List<String> blocks = new ArrayList<>();
        Voice voice = Voice.of(dialect);
        blocks.addAll(voice.start());
        for (int i = 0; i < TEXTS; i++) {
            blocks.add(voice.text("some words "));
        }
        blocks.addAll(voice.toolStart());
        for (int i = TEXTS; i < DELTAS; i++) {
            blocks.add(voice.arguments(i == TEXTS ? "{\\\"place\\\":\\\"" : i == DELTAS - 1 ? "\\\"}" : "Emden "));
        }
        blocks.addAll(voice.end());
        return blocks.stream()
                .map(block -> block.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
