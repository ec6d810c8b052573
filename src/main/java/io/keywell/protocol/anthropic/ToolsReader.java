package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.RequestDraft;
import java.util.Map;
import java.util.Set;

/** Reads a caller's tools, and which of them must be used. */
final class ToolsReader {

    private static final Set<String> READ =
            Set.of("type", "name", "description", "input_schema", "strict", "cache_control");

    private ToolsReader() {}

    static void read(JsonNode body, RequestDraft draft, ContentReader content) {
        JsonNode tools = JsonTrees.at(body, "tools");
        if (tools != null) {
            tools.forEach(tool -> tool(tool, draft, content));
        }
        JsonNode choice = JsonTrees.at(body, "tool_choice");
        if (choice != null) {
            choice(choice, draft, content);
        }
    }

    private static void tool(JsonNode tool, RequestDraft draft, ContentReader content) {
        String type = JsonTrees.textAt(tool, "type");
        String name = JsonTrees.textAt(tool, "name");
        if (type != null && !type.equals("custom")) {
            // Run by the provider, or by the caller with a schema that only this family's models know.
            draft.need(Feature.HOSTED_TOOL);
            return;
        }
        if (name == null) {
            content.wrong("tools", "tools with names");
            return;
        }
        JsonNode strict = JsonTrees.at(tool, "strict");
        draft.tool(new Tool(
                name,
                JsonTrees.textAt(tool, "description"),
                JsonTrees.at(tool, "input_schema"),
                strict == null ? null : strict.asBoolean(),
                ContentReader.cache(tool)));
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(tool)) {
            if (!READ.contains(field.getKey()) && !field.getValue().isNull()) {
                draft.further("tools." + field.getKey(), field.getValue());
            }
        }
    }

    private static void choice(JsonNode choice, RequestDraft draft, ContentReader content) {
        String type = JsonTrees.textAt(choice, "type");
        switch (type == null ? "" : type) {
            case "auto" -> draft.toolChoice(new ToolChoice.Auto());
            case "none" -> draft.toolChoice(new ToolChoice.None());
            case "any" -> draft.toolChoice(new ToolChoice.Required(null));
            case "tool" -> draft.toolChoice(new ToolChoice.Required(JsonTrees.textAt(choice, "name")));
            default -> content.wrong("tool_choice.type", "auto, any, tool or none");
        }
        JsonNode single = JsonTrees.at(choice, "disable_parallel_tool_use");
        if (single != null) {
            draft.parallelTools(!single.asBoolean());
        }
    }
}
