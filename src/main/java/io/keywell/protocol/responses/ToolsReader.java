package io.keywell.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.FieldTypes;
import io.keywell.protocol.chat.RequestDraft;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tools of a request and which of them must be called. Only functions cross; the provider runs all others. */
final class ToolsReader {

    private final RequestDraft draft;
    private final FieldTypes types;
    private @Nullable Set<String> allowed;

    ToolsReader(RequestDraft draft, FieldTypes types) {
        this.draft = draft;
        this.types = types;
    }

    void read(JsonNode tools) {
        for (JsonNode tool : types.array("tools", tools)) {
            switch (tool.path("type").asText()) {
                case "function" -> function(tool);
                case "custom" -> draft.need(Feature.CUSTOM_TOOL);
                default -> draft.need(Feature.HOSTED_TOOL);
            }
        }
    }

    private void function(JsonNode tool) {
        draft.tool(new Tool(
                types.needed("tools.name", tool.get("name")),
                types.text("tools.description", tool.get("description")),
                types.object("tools.parameters", tool.get("parameters")),
                types.truth("tools.strict", tool.get("strict")),
                null));
    }

    void choice(JsonNode value) {
        if (value.isTextual()) {
            mode(value.textValue());
            return;
        }
        switch (value.path("type").asText()) {
            case "function" ->
                draft.toolChoice(new ToolChoice.Required(types.needed("tool_choice.name", value.get("name"))));
            case "allowed_tools" -> {
                mode(value.path("mode").asText("auto"));
                Set<String> names = new HashSet<>();
                for (JsonNode tool : types.array("tool_choice.tools", value.get("tools"))) {
                    names.add(tool.path("name").asText());
                }
                allowed = names;
            }
            case "custom" -> draft.need(Feature.CUSTOM_TOOL);
            default -> draft.need(Feature.HOSTED_TOOL);
        }
    }

    private void mode(String word) {
        switch (word) {
            case "auto" -> draft.toolChoice(new ToolChoice.Auto());
            case "none" -> draft.toolChoice(new ToolChoice.None());
            case "required" -> draft.toolChoice(new ToolChoice.Required(null));
            default -> draft.mistake("Invalid value for 'tool_choice'.", "tool_choice");
        }
    }

    /** All fields were taken. */
    void finish() {
        if (allowed != null) {
            draft.onlyTools(allowed);
        }
    }
}
