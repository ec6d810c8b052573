package io.keywell.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.FieldTypes;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.openai.OutputFormats;
import io.keywell.protocol.openai.SharedFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one request body. A field that is not known here is no reason to refuse the request: it is named as
 * lost.
 */
final class BodyReader {

    private final RequestDraft draft;
    private final FieldTypes types;
    private final ToolsReader tools;

    private @Nullable Double temperature;
    private @Nullable Double topP;

    BodyReader(String model, boolean stream) {
        draft = new RequestDraft(Dialect.RESPONSES, model, stream);
        types = new FieldTypes(draft);
        tools = new ToolsReader(draft, types);
    }

    Read read(Bytes body) {
        JsonNode root = JsonTrees.object(body);
        if (root == null) {
            draft.mistake("The request body is not a JSON object.", null);
            return draft.read();
        }
        String instructions = types.text("instructions", root.get("instructions"));
        if (instructions != null && !instructions.isEmpty()) {
            draft.system(List.of(Part.Text.of(instructions)));
        }
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(root)) {
            if (!field.getValue().isNull()) {
                take(field.getKey(), field.getValue());
            }
        }
        tools.finish();
        draft.sampling(new Sampling(temperature, topP, null, null, null, null));
        return draft.read();
    }

    private void take(String name, JsonNode value) {
        switch (name) {
            case "input" -> new InputReader(draft, types).read(value);
            case "temperature" -> temperature = types.number(name, value);
            case "top_p" -> topP = types.number(name, value);
            case "max_output_tokens" -> cap(types.whole(name, value));
            case "tools" -> tools.read(value);
            case "tool_choice" -> tools.choice(value);
            case "parallel_tool_calls" -> draft.parallelTools(types.truth(name, value));
            case "text" -> text(value);
            case "reasoning" -> reasoning(value);
            case "user" -> draft.user(types.text(name, value));
            case "metadata" -> labels(value);
            // The gateway's own affair, or read before.
            case "model", "stream", "stream_options", "instructions" -> {}
            default -> beyondText(name, value);
        }
    }

    /** What other dialects cannot say; what must not be dropped makes them no place to go. */
    private void beyondText(String name, JsonNode value) {
        switch (name) {
            case "previous_response_id", "conversation", "prompt" -> draft.need(Feature.STORED_AT_PROVIDER);
            case "background" -> needIf(value.asBoolean(), Feature.BACKGROUND);
            case "top_logprobs" -> needIf(value.asDouble() > 0, Feature.LOG_PROBABILITIES);
            case "include" -> include(value);
            // Nothing that crosses dialects is stored.
            case "store" -> furtherIf(value.asBoolean(), name, value);
            case "truncation" -> furtherIf(!value.asText().equals("disabled"), name, value);
            default -> draft.further(name, value);
        }
    }

    private void include(JsonNode value) {
        for (JsonNode what : types.array("include", value)) {
            needIf(what.asText().endsWith(".logprobs"), Feature.LOG_PROBABILITIES);
        }
        furtherIf(!value.isEmpty(), "include", value);
    }

    private void furtherIf(boolean matters, String name, JsonNode value) {
        if (matters) {
            draft.further(name, value);
        }
    }

    private void needIf(boolean needed, Feature feature) {
        if (needed) {
            draft.need(feature);
        }
    }

    private void cap(@Nullable Long tokens) {
        draft.maxOutputTokens(tokens == null ? -1 : tokens);
    }

    private void labels(JsonNode value) {
        JsonNode labels = types.object("metadata", value);
        if (labels != null) {
            for (Map.Entry<String, JsonNode> label : JsonTrees.fields(labels)) {
                draft.label(label.getKey(), label.getValue().asText());
            }
        }
    }

    private void reasoning(JsonNode value) {
        String effort = types.text("reasoning.effort", value.get("effort"));
        boolean visible = JsonTrees.at(value, "summary") != null || JsonTrees.at(value, "generate_summary") != null;
        if ("none".equals(effort)) {
            draft.thinking(new Thinking(Thinking.Mode.OFF, null, -1, visible));
        } else if (effort != null || visible) {
            Thinking.Mode mode = effort == null ? Thinking.Mode.ADAPTIVE : Thinking.Mode.ON;
            draft.thinking(new Thinking(mode, effort, -1, visible));
        }
    }

    private void text(JsonNode value) {
        JsonNode verbosity = JsonTrees.at(value, "verbosity");
        if (verbosity != null) {
            draft.further(SharedFields.VERBOSITY_OF_RESPONSES, verbosity);
        }
        JsonNode format = types.object("text.format", value.get("format"));
        if (format == null) {
            return;
        }
        switch (format.path("type").asText()) {
            case "text" -> {}
            case "json_object" -> draft.format(new OutputFormat.Json());
            case "json_schema" -> draft.format(OutputFormats.read("text.format", format, types));
            default -> draft.need(Feature.VENDOR_SPECIFIC);
        }
    }
}
