package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.DataUrls;
import io.keywell.protocol.chat.FieldTypes;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of a chat request, and the parts that their content is made of. */
final class MessagesReader {

    private final RequestDraft draft;
    private final FieldTypes types;
    private int oldCalls;

    MessagesReader(RequestDraft draft, FieldTypes types) {
        this.draft = draft;
        this.types = types;
    }

    void read(JsonNode messages) {
        for (JsonNode message : types.array("messages", messages)) {
            message(message);
        }
    }

    private void message(JsonNode message) {
        String role = types.needed("messages.role", message.get("role"));
        switch (role) {
            case "system", "developer" -> draft.system(texts(message.get("content")));
            case "user" -> draft.turn(Role.USER, content(message.get("content")));
            case "assistant" -> draft.turn(Role.ASSISTANT, assistant(message));
            case "tool" -> draft.turn(Role.USER, List.of(result(message, message.get("tool_call_id"))));
            case "function" ->
                draft.turn(Role.USER, List.of(new Part.ToolResult(oldId(), null, result(message), false, null)));
            default -> draft.mistake("Invalid value for 'messages.role'.", "messages.role");
        }
        JsonNode name = JsonTrees.at(message, "name");
        if (name != null && !role.equals("tool") && !role.equals("function")) {
            draft.further("messages.name", name);
        }
    }

    private Part.ToolResult result(JsonNode message, @Nullable JsonNode id) {
        String call = types.needed("messages.tool_call_id", id);
        return new Part.ToolResult(
                call, types.text("messages.name", message.get("name")), result(message), false, null);
    }

    private List<Part> result(JsonNode message) {
        return content(message.get("content"));
    }

    /** Old function calls have no id. Each is answered before the next one is made. */
    private String oldId() {
        return "call_" + oldCalls;
    }

    private List<Part.Text> texts(@Nullable JsonNode content) {
        List<Part.Text> texts = new ArrayList<>();
        for (Part part : content(content)) {
            if (part instanceof Part.Text text) {
                texts.add(text);
            } else {
                draft.mistake("A system prompt must be text.", "messages.content");
            }
        }
        return texts;
    }

    private List<Part> assistant(JsonNode message) {
        List<Part> parts = new ArrayList<>();
        String thought = CompletionReader.reasoning(message);
        if (thought != null && !thought.isEmpty()) {
            parts.add(new Part.Reasoning(thought, null, null));
        }
        parts.addAll(content(message.get("content")));
        String refusal = types.text("messages.refusal", message.get("refusal"));
        if (refusal != null && !refusal.isEmpty()) {
            parts.add(new Part.Refusal(refusal));
        }
        for (JsonNode call : types.array("messages.tool_calls", message.get("tool_calls"))) {
            toolCall(call, parts);
        }
        JsonNode old = types.object("messages.function_call", message.get("function_call"));
        if (old != null) {
            oldCalls++;
            parts.add(ToolCalls.read(oldId(), old));
        }
        if (JsonTrees.at(message, "audio") != null) {
            draft.need(Feature.STORED_AT_PROVIDER);
        }
        return parts;
    }

    private void toolCall(JsonNode call, List<Part> parts) {
        JsonNode function = call.get("function");
        if (function == null) {
            draft.need(Feature.CUSTOM_TOOL);
            return;
        }
        types.needed("messages.tool_calls.function.name", function.get("name"));
        String id = types.needed("messages.tool_calls.id", call.get("id"));
        parts.add(ToolCalls.read(id, call, function));
    }

    private List<Part> content(@Nullable JsonNode content) {
        if (content == null || content.isNull()) {
            return List.of();
        }
        if (content.isTextual()) {
            return content.textValue().isEmpty() ? List.of() : List.of(Part.Text.of(content.textValue()));
        }
        List<Part> parts = new ArrayList<>(content.size());
        for (JsonNode part : types.array("messages.content", content)) {
            part(part, parts);
        }
        return parts;
    }

    private void part(JsonNode part, List<Part> parts) {
        switch (part.path("type").asText()) {
            case "text" ->
                parts.add(new Part.Text(types.needed("messages.content.text", part.get("text")), cacheHint(part)));
            case "refusal" ->
                parts.add(new Part.Refusal(types.needed("messages.content.refusal", part.get("refusal"))));
            case "image_url" -> parts.add(media(Part.Media.Kind.IMAGE, part, "image_url"));
            // What servers of open models call it; OpenAI has none.
            case "video_url" -> parts.add(media(Part.Media.Kind.VIDEO, part, "video_url"));
            case "input_audio" -> parts.add(audio(part.path("input_audio")));
            case "file" -> file(part.path("file"), cacheHint(part), parts);
            default -> draft.need(Feature.VENDOR_SPECIFIC);
        }
    }

    private Part.Media media(Part.Media.Kind kind, JsonNode part, String field) {
        JsonNode medium = part.path(field);
        String url = types.needed("messages.content." + field, medium.isTextual() ? medium : medium.get("url"));
        String detail = JsonTrees.textAt(medium, "detail");
        return DataUrls.media(kind, url, null, detail, cacheHint(part));
    }

    private Part.Media audio(JsonNode audio) {
        String data = types.needed("messages.content.input_audio.data", audio.get("data"));
        String format = types.needed("messages.content.input_audio.format", audio.get("format"));
        Part.Source source = new Part.Source.Base64(data);
        return new Part.Media(Part.Media.Kind.AUDIO, source, AudioFormats.mediaType(format), null, null, null);
    }

    private void file(JsonNode file, Part.@Nullable CacheHint cache, List<Part> parts) {
        String data = types.text("messages.content.file.file_data", file.get("file_data"));
        if (data == null) {
            draft.need(Feature.STORED_AT_PROVIDER);
            return;
        }
        String name = types.text("messages.content.file.filename", file.get("filename"));
        parts.add(DataUrls.document(data, name, cache));
    }

    /** Not OpenAI's, but what gateways and clients in front of Claude agreed upon. */
    static Part.@Nullable CacheHint cacheHint(JsonNode part) {
        JsonNode hint = JsonTrees.at(part, "cache_control");
        return hint == null ? null : new Part.CacheHint("1h".equals(JsonTrees.textAt(hint, "ttl")) ? 3_600 : 0);
    }
}
