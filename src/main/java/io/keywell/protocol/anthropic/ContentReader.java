package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.RequestDraft;
import io.keywell.protocol.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of a caller's turns. */
final class ContentReader {

    private static final int HOUR = 3_600;
    private static final int FIVE_MINUTES = 300;

    private final RequestDraft draft;

    ContentReader(RequestDraft draft) {
        this.draft = draft;
    }

    void wrong(String param, String expected) {
        draft.mistake("Invalid value for '" + param + "': expected " + expected + ".", param);
    }

    /** How long the prompt up to this block is worth keeping. */
    static Part.@Nullable CacheHint cache(JsonNode block) {
        JsonNode control = JsonTrees.at(block, "cache_control");
        String time = control == null ? null : JsonTrees.textAt(control, "ttl");
        if (control == null) {
            return null;
        }
        return new Part.CacheHint("1h".equals(time) ? HOUR : "5m".equals(time) ? FIVE_MINUTES : 0);
    }

    /** A string, or blocks of text alone. */
    List<Part.Text> texts(@Nullable JsonNode content, String where) {
        List<Part.Text> texts = new ArrayList<>();
        if (content == null) {
            return texts;
        }
        if (content.isTextual()) {
            texts.add(Part.Text.of(content.textValue()));
            return texts;
        }
        for (JsonNode block : content) {
            String text = JsonTrees.textAt(block, "text");
            if (text == null) {
                wrong(where, "text");
            } else {
                texts.add(new Part.Text(text, cache(block)));
            }
        }
        return texts;
    }

    /** A string, or blocks of any kind. */
    List<Part> parts(JsonNode content, String where) {
        List<Part> parts = new ArrayList<>();
        if (content.isTextual()) {
            parts.add(Part.Text.of(content.textValue()));
        } else if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                block(content.get(i), where + "[" + i + "]", parts);
            }
        } else {
            wrong(where, "a string or an array of blocks");
        }
        return parts;
    }

    private void block(JsonNode block, String where, List<Part> parts) {
        String type = JsonTrees.textAt(block, "type");
        switch (type == null ? "" : type) {
            case "text" -> text(block, where, parts);
            case "image" -> media(Part.Media.Kind.IMAGE, block, where, parts);
            case "document" -> document(block, where, parts);
            case "search_result" -> searchResult(block, where, parts);
            case "tool_use" -> toolUse(block, where, parts);
            case "tool_result" -> toolResult(block, where, parts);
            case "thinking" ->
                parts.add(new Part.Reasoning(
                        textOrEmpty(block, "thinking"), seal(JsonTrees.textAt(block, "signature")), null));
            case "redacted_thinking" -> parts.add(new Part.Reasoning("", null, seal(JsonTrees.textAt(block, "data"))));
            case "mid_conv_system" -> midSystem(block, where, parts);
            case "" -> wrong(where, "a block with a type");
            // Calls and results of tools that the provider runs, and what a later version knows.
            default -> draft.need(Feature.VENDOR_SPECIFIC);
        }
    }

    private void text(JsonNode block, String where, List<Part> parts) {
        String text = JsonTrees.textAt(block, "text");
        if (text == null) {
            wrong(where + ".text", "a string");
            return;
        }
        parts.add(new Part.Text(text, cache(block)));
        citations(block);
    }

    private void citations(JsonNode block) {
        JsonNode citations = JsonTrees.at(block, "citations");
        if (citations != null && !citations.isEmpty()) {
            draft.further("messages.content.citations", citations);
        }
    }

    /** What stood before it in the turn goes first. */
    private void midSystem(JsonNode block, String where, List<Part> parts) {
        draft.turn(Role.USER, parts);
        parts.clear();
        draft.system(texts(JsonTrees.at(block, "content"), where + ".content"));
    }

    private void document(JsonNode block, String where, List<Part> parts) {
        String context = JsonTrees.textAt(block, "context");
        if (context != null) {
            parts.add(Part.Text.of(context));
        }
        citations(block);
        JsonNode source = JsonTrees.at(block, "source");
        if (source != null && "content".equals(JsonTrees.textAt(source, "type"))) {
            JsonNode content = JsonTrees.at(source, "content");
            parts.addAll(content == null ? List.of() : parts(content, where + ".source.content"));
        } else {
            media(Part.Media.Kind.DOCUMENT, block, where, parts);
        }
    }

    private void media(Part.Media.Kind kind, JsonNode block, String where, List<Part> parts) {
        JsonNode node = JsonTrees.at(block, "source");
        String type = node == null ? null : JsonTrees.textAt(node, "type");
        if (node == null || type == null) {
            wrong(where + ".source", "an object with a type");
            return;
        }
        Part.Source source =
                switch (type) {
                    case "base64" -> new Part.Source.Base64(textOrEmpty(node, "data"));
                    case "url" -> new Part.Source.Url(textOrEmpty(node, "url"));
                    case "text" -> new Part.Source.Plain(textOrEmpty(node, "data"));
                    default -> null;
                };
        if (source == null) {
            draft.need(Feature.STORED_AT_PROVIDER);
            return;
        }
        String mediaType = JsonTrees.textAt(node, "media_type");
        parts.add(new Part.Media(kind, source, mediaType, JsonTrees.textAt(block, "title"), null, cache(block)));
    }

    /** Other dialects have no block for what a search found; it is what it says. */
    private void searchResult(JsonNode block, String where, List<Part> parts) {
        StringBuilder text = new StringBuilder();
        text.append(textOrEmpty(block, "title")).append('\n').append(textOrEmpty(block, "source"));
        for (Part.Text found : texts(JsonTrees.at(block, "content"), where + ".content")) {
            text.append('\n').append(found.text());
        }
        parts.add(new Part.Text(text.toString(), cache(block)));
        citations(block);
    }

    private void toolUse(JsonNode block, String where, List<Part> parts) {
        String id = JsonTrees.textAt(block, "id");
        String name = JsonTrees.textAt(block, "name");
        JsonNode input = JsonTrees.at(block, "input");
        if (id == null || id.isEmpty() || name == null) {
            wrong(where, "a tool_use with an id and a name");
            return;
        }
        parts.add(new Part.ToolCall(id, name, input == null ? JsonTrees.newObject() : input, null));
        JsonNode cache = JsonTrees.at(block, "cache_control");
        if (cache != null) {
            draft.further("messages.content.cache_control", cache);
        }
    }

    private void toolResult(JsonNode block, String where, List<Part> parts) {
        String id = JsonTrees.textAt(block, "tool_use_id");
        if (id == null || id.isEmpty()) {
            wrong(where + ".tool_use_id", "the id of a tool_use");
            return;
        }
        JsonNode content = JsonTrees.at(block, "content");
        List<Part> said = content == null ? List.of() : parts(content, where + ".content");
        JsonNode error = JsonTrees.at(block, "is_error");
        parts.add(new Part.ToolResult(id, null, said, error != null && error.asBoolean(), cache(block)));
    }

    private static @Nullable Seal seal(@Nullable String value) {
        return value == null || value.isEmpty() || value.equals(ForeignThoughts.SIGNATURE)
                ? null
                : new Seal(Dialect.ANTHROPIC, value);
    }

    private static String textOrEmpty(JsonNode object, String field) {
        String text = JsonTrees.textAt(object, field);
        return text == null ? "" : text;
    }
}
