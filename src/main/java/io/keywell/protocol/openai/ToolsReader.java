package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.FieldTypes;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.RequestDraft;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a chat request that are about tools, the old ones about functions too. */
final class ToolsReader {

    private final RequestDraft draft;
    private final FieldTypes types;
    private @Nullable Set<String> allowed;

    ToolsReader(RequestDraft draft, FieldTypes types) {
        this.draft = draft;
        this.types = types;
    }

    /** Takes the field if it is one of them. */
    boolean take(String name, JsonNode value) {
        switch (name) {
            case "tools" -> types.array(name, value).forEach(this::tool);
            case "tool_choice" -> choice(value);
            case "functions" -> {
                types.array(name, value).forEach(this::function);
                draft.need(Feature.OLD_FUNCTIONS);
                draft.parallelTools(false);
            }
            case "function_call" -> choice(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** All fields were taken. */
    void finish() {
        if (allowed != null) {
            draft.onlyTools(allowed);
        }
    }

    private void tool(JsonNode tool) {
        String type = JsonTrees.textAt(tool, "type");
        JsonNode function = tool.get("function");
        if (function != null && (type == null || type.equals("function"))) {
            function(function);
        } else {
            draft.need("custom".equals(type) ? Feature.CUSTOM_TOOL : Feature.HOSTED_TOOL);
        }
    }

    private void function(JsonNode function) {
        draft.tool(new Tool(
                types.needed("tools.function.name", function.get("name")),
                types.text("tools.function.description", function.get("description")),
                types.object("tools.function.parameters", function.get("parameters")),
                types.truth("tools.function.strict", function.get("strict")),
                MessagesReader.cacheHint(function)));
    }

    private void choice(JsonNode value) {
        if (value.isTextual()) {
            mode(value.textValue());
            return;
        }
        String type = JsonTrees.textAt(value, "type");
        if ("allowed_tools".equals(type)) {
            allowed(value.path("allowed_tools"));
        } else if ("custom".equals(type)) {
            draft.need(Feature.CUSTOM_TOOL);
        } else {
            JsonNode named = value.has("function") ? value.get("function") : value;
            draft.toolChoice(new ToolChoice.Required(types.needed("tool_choice.function.name", named.get("name"))));
        }
    }

    private void mode(String word) {
        switch (word) {
            case "auto" -> draft.toolChoice(new ToolChoice.Auto());
            case "none" -> draft.toolChoice(new ToolChoice.None());
            // The second is Mistral's word.
            case "required", "any" -> draft.toolChoice(new ToolChoice.Required(null));
            default -> draft.mistake("Invalid value for 'tool_choice'.", "tool_choice");
        }
    }

    private void allowed(JsonNode value) {
        mode(value.path("mode").asText("auto"));
        Set<String> names = new HashSet<>();
        for (JsonNode tool : types.array("tool_choice.allowed_tools.tools", value.get("tools"))) {
            names.add(tool.path("function").path("name").asText());
        }
        allowed = names;
    }
}
