package io.keywell.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.FieldTypes;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one request of a caller; fields in camel case and in snake case alike. */
final class RequestIn {

    private static final Set<String> READ_ELSEWHERE = Set.of(
            "contents",
            "systemInstruction",
            "system_instruction",
            "tools",
            "toolConfig",
            "tool_config",
            "generationConfig",
            "generation_config",
            // The path's counts.
            "model");

    private final RequestDraft draft;
    private final FieldTypes types;
    private final PartsIn parts;

    RequestIn(String model, boolean stream) {
        this.draft = new RequestDraft(Dialect.GEMINI, model, stream);
        this.types = new FieldTypes(draft);
        this.parts = new PartsIn(draft);
    }

    Read read(Bytes body) {
        JsonNode root = JsonTrees.object(body);
        if (root == null) {
            draft.mistake("The request body is not a JSON object.", null);
            return draft.read();
        }
        system(Fields.at(root, "systemInstruction", "system_instruction"));
        contents(root.get("contents"));
        for (JsonNode tool : types.array("tools", root.get("tools"))) {
            tool(tool);
        }
        JsonNode toolConfig = types.object("toolConfig", Fields.at(root, "toolConfig", "tool_config"));
        if (toolConfig != null) {
            toolConfig(toolConfig);
        }
        JsonNode config = types.object("generationConfig", Fields.at(root, "generationConfig", "generation_config"));
        if (config != null) {
            new ConfigIn(draft, types).read(config);
        }
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(root)) {
            if (!field.getValue().isNull() && !READ_ELSEWHERE.contains(field.getKey())) {
                further(field.getKey(), field.getValue());
            }
        }
        return draft.read();
    }

    private void further(String name, JsonNode value) {
        switch (name) {
            case "cachedContent", "cached_content" -> draft.need(Feature.STORED_AT_PROVIDER);
            case "labels" -> {
                for (Map.Entry<String, JsonNode> label : JsonTrees.fields(value)) {
                    draft.label(label.getKey(), label.getValue().asText());
                }
            }
            default -> draft.further(name, value);
        }
    }

    /** Content, or its text alone. */
    private void system(@Nullable JsonNode instruction) {
        if (instruction == null) {
            return;
        }
        List<Part.Text> prompt = new ArrayList<>(1);
        if (instruction.isTextual()) {
            prompt.add(Part.Text.of(instruction.textValue()));
        }
        for (JsonNode part : instruction.path("parts")) {
            String text = JsonTrees.textAt(part, "text");
            if (text != null && !text.isEmpty()) {
                prompt.add(Part.Text.of(text));
            }
        }
        draft.system(prompt);
    }

    private void contents(@Nullable JsonNode contents) {
        boolean any = false;
        for (JsonNode content : types.array("contents", contents)) {
            any = true;
            switch (content.path("role").asText("")) {
                case "", "user", "function" -> draft.turn(Role.USER, parts.read(content.path("parts")));
                case "model" -> draft.turn(Role.ASSISTANT, parts.read(content.path("parts")));
                default -> draft.mistake("Please use a valid role: user, model.", "contents.role");
            }
        }
        if (!any) {
            draft.mistake("The field 'contents' is missing or empty.", "contents");
        }
    }

    /** A tool is one of many kinds; declared functions are the only kind that the caller runs itself. */
    private void tool(JsonNode tool) {
        for (Map.Entry<String, JsonNode> kind : JsonTrees.fields(tool)) {
            String name = kind.getKey();
            if (name.equals("functionDeclarations") || name.equals("function_declarations")) {
                for (JsonNode declaration : types.array("tools.functionDeclarations", kind.getValue())) {
                    function(declaration);
                }
            } else if (!kind.getValue().isNull()) {
                draft.need(Feature.HOSTED_TOOL);
            }
        }
    }

    private void function(JsonNode declaration) {
        String name = types.needed("tools.functionDeclarations.name", declaration.get("name"));
        JsonNode schema = Fields.at(declaration, "parametersJsonSchema", "parameters_json_schema");
        JsonNode openApi = JsonTrees.at(declaration, "parameters");
        if (schema == null && openApi != null) {
            schema = Schemas.toJsonSchema(openApi);
        }
        draft.tool(new Tool(name, JsonTrees.textAt(declaration, "description"), schema, null, null));
        note(declaration, "response", "tools.functionDeclarations.response");
        note(declaration, "responseJsonSchema", "tools.functionDeclarations.responseJsonSchema");
        note(declaration, "behavior", "tools.functionDeclarations.behavior");
    }

    private void toolConfig(JsonNode config) {
        note(config, "retrievalConfig", "toolConfig.retrievalConfig");
        JsonNode calling = Fields.at(config, "functionCallingConfig", "function_calling_config");
        if (calling == null) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        JsonNode allowed = Fields.at(calling, "allowedFunctionNames", "allowed_function_names");
        for (JsonNode name : types.array("toolConfig.functionCallingConfig.allowedFunctionNames", allowed)) {
            names.add(name.asText());
        }
        String mode = JsonTrees.textAt(calling, "mode");
        switch (mode == null ? "AUTO" : mode) {
            case "NONE" -> draft.toolChoice(new ToolChoice.None());
            case "ANY" -> required(names);
            default -> only(names);
        }
    }

    private void required(Set<String> names) {
        if (names.size() == 1) {
            draft.toolChoice(new ToolChoice.Required(names.iterator().next()));
            return;
        }
        only(names);
        draft.toolChoice(new ToolChoice.Required(null));
    }

    private void only(Set<String> names) {
        if (!names.isEmpty()) {
            draft.onlyTools(names);
        }
    }

    private void note(JsonNode object, String field, String as) {
        JsonNode value = JsonTrees.at(object, field);
        if (value != null) {
            draft.further(as, value);
        }
    }
}
