package io.keywell.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.Part.Media.Kind;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of turns, all of one conversation and in their order: calls and results need not have ids, so a call
 * without one is numbered, and a result without one belongs to the first open call of its name.
 */
final class PartsIn {

    private static final String UPLOADS = "generativelanguage.googleapis.com";

    private record Open(String id, String name) {}

    private final RequestDraft draft;
    private final List<Open> open = new ArrayList<>(0);
    private int numbered;

    PartsIn(RequestDraft draft) {
        this.draft = draft;
    }

    List<Part> read(JsonNode parts) {
        List<Part> read = new ArrayList<>(parts.size());
        for (JsonNode part : parts) {
            Part one = part(part);
            if (one != null) {
                read.add(one);
            }
        }
        return read;
    }

    /** Null for a part that says nothing. */
    private @Nullable Part part(JsonNode part) {
        JsonNode value = JsonTrees.at(part, "text");
        if (value != null) {
            return text(part, value.asText());
        }
        value = Fields.at(part, "functionCall", "function_call");
        if (value != null) {
            return call(value, seal(part));
        }
        value = Fields.at(part, "functionResponse", "function_response");
        if (value != null) {
            return result(value);
        }
        value = Fields.at(part, "inlineData", "inline_data");
        if (value != null) {
            String data = JsonTrees.textAt(value, "data");
            return media(value, new Part.Source.Base64(data == null ? "" : data));
        }
        value = Fields.at(part, "fileData", "file_data");
        if (value != null) {
            return file(value);
        }
        if (Fields.at(part, "executableCode", "executable_code") != null
                || Fields.at(part, "codeExecutionResult", "code_execution_result") != null) {
            draft.need(Feature.HOSTED_TOOL);
        }
        return null;
    }

    private static @Nullable Part text(JsonNode part, String text) {
        if (part.path("thought").asBoolean()) {
            return new Part.Reasoning(text, seal(part), null);
        }
        return text.isEmpty() ? null : Part.Text.of(text);
    }

    static @Nullable Seal seal(JsonNode part) {
        String signature = Fields.textAt(part, "thoughtSignature", "thought_signature");
        return signature == null ? null : new Seal(Dialect.GEMINI, signature);
    }

    private Part call(JsonNode call, @Nullable Seal seal) {
        String name = call.path("name").asText();
        String given = JsonTrees.textAt(call, "id");
        String id = given == null || given.isEmpty() ? "call_" + ++numbered : given;
        open.add(new Open(id, name));
        return new Part.ToolCall(id, name, arguments(call), seal);
    }

    static JsonNode arguments(JsonNode call) {
        JsonNode args = JsonTrees.at(call, "args");
        return args != null && args.isObject() ? args : JsonTrees.newObject();
    }

    private Part result(JsonNode result) {
        String name = result.path("name").asText();
        String given = JsonTrees.textAt(result, "id");
        String id = given == null || given.isEmpty() ? answered(name) : given;
        open.removeIf(call -> call.id().equals(id));
        JsonNode response = result.path("response");
        List<Part> content = new ArrayList<>(1);
        content.add(Part.Text.of(said(response)));
        content.addAll(read(result.path("parts")));
        boolean error = response.size() == 1 && response.hasNonNull("error");
        return new Part.ToolResult(id, name, content, error, null);
    }

    private String answered(String name) {
        for (Open call : open) {
            if (call.name().equals(name)) {
                return call.id();
            }
        }
        return "call_" + ++numbered;
    }

    /** By Google's convention one text stands under {@code output}, {@code result} or {@code error}. */
    private static String said(JsonNode response) {
        boolean wrapped =
                response.size() == 1 && (response.has("output") || response.has("result") || response.has("error"));
        JsonNode value = wrapped ? response.elements().next() : response;
        if (value.isMissingNode()) {
            return "";
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }

    /** What stands at a public address others can fetch too; what was uploaded, and films by link, only Google. */
    private Part file(JsonNode file) {
        String uri = Fields.textAt(file, "fileUri", "file_uri");
        Part.Media media = media(file, new Part.Source.Url(uri == null ? "" : uri));
        boolean open = uri != null && uri.startsWith("http") && !uri.contains(UPLOADS);
        if (!open || media.kind() == Kind.VIDEO) {
            draft.need(Feature.STORED_AT_PROVIDER);
        }
        return media;
    }

    private static Part.Media media(JsonNode data, Part.Source source) {
        String type = Fields.textAt(data, "mimeType", "mime_type");
        String name = Fields.textAt(data, "displayName", "display_name");
        return new Part.Media(kind(type == null ? "" : type), source, type, name, null, null);
    }

    private static Kind kind(String type) {
        if (type.startsWith("image/")) {
            return Kind.IMAGE;
        }
        if (type.startsWith("audio/")) {
            return Kind.AUDIO;
        }
        return type.startsWith("video/") ? Kind.VIDEO : Kind.DOCUMENT;
    }
}
