package io.keywell.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.DataUrls;
import io.keywell.protocol.chat.FieldTypes;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input of a request. Its items are finer than turns: what the model thought, said and called stands in items of its
 * own, and so does each result; neighbours of one side are put together into a turn.
 */
final class InputReader {

    private final RequestDraft draft;
    private final FieldTypes types;

    private final List<Part> turn = new ArrayList<>();
    private Role role = Role.USER;

    InputReader(RequestDraft draft, FieldTypes types) {
        this.draft = draft;
        this.types = types;
    }

    void read(JsonNode input) {
        if (input.isTextual()) {
            draft.turn(Role.USER, List.of(Part.Text.of(input.textValue())));
            return;
        }
        for (JsonNode item : types.array("input", input)) {
            item(item);
        }
        endTurn();
    }

    private void item(JsonNode item) {
        switch (item.path("type").asText("message")) {
            case "message" -> message(item);
            case "function_call" -> add(Role.ASSISTANT, List.of(call(item)));
            case "function_call_output" -> add(Role.USER, List.of(result(item)));
            case "reasoning" -> add(Role.ASSISTANT, List.of(reasoning(item)));
            case "item_reference" -> draft.need(Feature.STORED_AT_PROVIDER);
            case "custom_tool_call", "custom_tool_call_output" -> draft.need(Feature.CUSTOM_TOOL);
            // Calls of hosted tools, and whatever comes.
            default -> draft.need(Feature.VENDOR_SPECIFIC);
        }
    }

    private void message(JsonNode item) {
        List<Part> content = content(item.get("content"));
        switch (types.needed("input.role", item.get("role"))) {
            case "user" -> {
                endTurn();
                add(Role.USER, content);
            }
            case "assistant" -> add(Role.ASSISTANT, content);
            case "system", "developer" -> {
                endTurn();
                draft.system(texts(content));
            }
            default -> draft.mistake("Invalid value for 'input.role'.", "input.role");
        }
    }

    private List<Part.Text> texts(List<Part> content) {
        List<Part.Text> texts = new ArrayList<>(content.size());
        for (Part part : content) {
            if (part instanceof Part.Text text) {
                texts.add(text);
            } else {
                draft.mistake("A system prompt must be text.", "input.content");
            }
        }
        return texts;
    }

    private void add(Role next, List<Part> parts) {
        if (next != role) {
            endTurn();
            role = next;
        }
        turn.addAll(parts);
    }

    private void endTurn() {
        draft.turn(role, turn);
        turn.clear();
    }

    private Part.ToolCall call(JsonNode item) {
        String id = types.needed("input.call_id", item.get("call_id"));
        String name = types.needed("input.name", item.get("name"));
        String arguments = types.text("input.arguments", item.get("arguments"));
        return new Part.ToolCall(id, name, JsonTrees.arguments(arguments == null ? "" : arguments), null);
    }

    private Part.ToolResult result(JsonNode item) {
        String id = types.needed("input.call_id", item.get("call_id"));
        return new Part.ToolResult(id, null, content(item.get("output")), false, null);
    }

    private Part.Reasoning reasoning(JsonNode item) {
        String sealed = types.text("input.encrypted_content", item.get("encrypted_content"));
        return new Part.Reasoning(Thoughts.of(item), null, sealed == null ? null : new Seal(Dialect.RESPONSES, sealed));
    }

    private List<Part> content(@Nullable JsonNode content) {
        if (content == null || content.isNull()) {
            return List.of();
        }
        if (content.isTextual()) {
            return content.textValue().isEmpty() ? List.of() : List.of(Part.Text.of(content.textValue()));
        }
        List<Part> parts = new ArrayList<>(content.size());
        for (JsonNode part : types.array("input.content", content)) {
            part(part, parts);
        }
        return parts;
    }

    private void part(JsonNode part, List<Part> parts) {
        switch (part.path("type").asText()) {
            case "input_text", "output_text", "text" ->
                parts.add(Part.Text.of(types.needed("input.content.text", part.get("text"))));
            case "refusal" -> parts.add(new Part.Refusal(types.needed("input.content.refusal", part.get("refusal"))));
            case "input_image" -> image(part, parts);
            case "input_file" -> file(part, parts);
            default -> draft.need(Feature.VENDOR_SPECIFIC);
        }
    }

    private void image(JsonNode part, List<Part> parts) {
        String url = types.text("input.content.image_url", part.get("image_url"));
        if (url == null) {
            draft.need(Feature.STORED_AT_PROVIDER);
            return;
        }
        parts.add(DataUrls.media(Part.Media.Kind.IMAGE, url, null, JsonTrees.textAt(part, "detail"), null));
    }

    private void file(JsonNode part, List<Part> parts) {
        String name = types.text("input.content.filename", part.get("filename"));
        String data = types.text("input.content.file_data", part.get("file_data"));
        String url = types.text("input.content.file_url", part.get("file_url"));
        if (data != null) {
            parts.add(DataUrls.document(data, name, null));
        } else if (url != null) {
            parts.add(DataUrls.media(Part.Media.Kind.DOCUMENT, url, name, null, null));
        } else {
            draft.need(Feature.STORED_AT_PROVIDER);
        }
    }
}
