package io.keywell.protocol.bedrock;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.Seal;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the blocks of a Converse request. */
final class ConverseParts {

    /** Blank text is refused. */
    private static final String BLANK = "-";

    private final Family family;
    private final Set<Parameter> dropped;
    private int documents;

    /** @param dropped gets what cannot be written */
    ConverseParts(Family family, Set<Parameter> dropped) {
        this.family = family;
        this.dropped = dropped;
    }

    void write(JsonGenerator json, Part part) throws IOException {
        if (part instanceof Part.Text text) {
            text(json, text.text());
            cachePoint(json, text.cache());
        } else if (part instanceof Part.Refusal refusal) {
            text(json, refusal.text());
        } else if (part instanceof Part.Media media) {
            media(json, media);
            cachePoint(json, media.cache());
        } else if (part instanceof Part.ToolCall call) {
            toolUse(json, call);
        } else if (part instanceof Part.ToolResult result) {
            toolResult(json, result);
            cachePoint(json, result.cache());
        } else if (part instanceof Part.Reasoning reasoning) {
            reasoning(json, reasoning);
        }
    }

    private static void text(JsonGenerator json, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", text.isBlank() ? BLANK : text);
        json.writeEndObject();
    }

    private void media(JsonGenerator json, Part.Media media) throws IOException {
        boolean document = media.kind() == Part.Media.Kind.DOCUMENT;
        json.writeStartObject();
        json.writeObjectFieldStart(media.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("format", format(media));
        if (document) {
            json.writeStringField("name", name(media.name()));
        }
        json.writeObjectFieldStart("source");
        if (media.source() instanceof Part.Source.Base64 base64) {
            json.writeStringField("bytes", base64.data());
        } else if (media.source() instanceof Part.Source.Plain plain) {
            json.writeStringField("text", plain.text());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        if (media.detail() != null) {
            dropped.add(Parameter.IMAGE_DETAIL);
        }
    }

    /** Converse has short names of its own for media types. */
    private static String format(Part.Media media) {
        String type = media.mediaType();
        if (type == null) {
            return media.source() instanceof Part.Source.Plain ? "txt" : "pdf";
        }
        return switch (type) {
            case "text/plain" -> "txt";
            case "text/markdown" -> "md";
            case "application/msword" -> "doc";
            case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" -> "docx";
            case "application/vnd.ms-excel" -> "xls";
            case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" -> "xlsx";
            case "image/jpg" -> "jpeg";
            case "video/quicktime" -> "mov";
            case "video/x-matroska" -> "mkv";
            default -> type.substring(type.indexOf('/') + 1);
        };
    }

    /** Every document needs a name of its own; only some characters are taken. */
    private String name(@Nullable String asked) {
        documents++;
        String name = asked == null ? "" : asked.replaceAll("[^A-Za-z0-9 ()\\[\\]-]+", "-");
        return name.isBlank() ? "document " + documents : name + " " + documents;
    }

    private static void toolUse(JsonGenerator json, Part.ToolCall call) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("toolUse");
        json.writeStringField("toolUseId", id(call.id()));
        json.writeStringField("name", call.name());
        json.writeFieldName("input");
        json.writeTree(call.arguments());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void toolResult(JsonGenerator json, Part.ToolResult result) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("toolResult");
        json.writeStringField("toolUseId", id(result.id()));
        json.writeArrayFieldStart("content");
        List<Part> content = result.content().isEmpty() ? List.of(Part.Text.of("")) : result.content();
        for (Part part : content) {
            if (part instanceof Part.Text text) {
                text(json, text.text());
            } else {
                write(json, part);
            }
        }
        json.writeEndArray();
        if (result.error()) {
            json.writeStringField("status", "error");
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Letters, digits, dash and underscore are taken. */
    private static String id(String id) {
        return id.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    /** Thoughts go back only where they came from, and only with the seal that proves them. */
    private void reasoning(JsonGenerator json, Part.Reasoning reasoning) throws IOException {
        String signature = claudes(reasoning.signature());
        String sealed = claudes(reasoning.sealed());
        if (signature == null && sealed == null) {
            dropped.add(Parameter.EARLIER_REASONING);
            return;
        }
        json.writeStartObject();
        json.writeObjectFieldStart("reasoningContent");
        if (sealed != null) {
            json.writeStringField("redactedContent", sealed);
        } else {
            json.writeObjectFieldStart("reasoningText");
            json.writeStringField("text", reasoning.text());
            json.writeStringField("signature", signature);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private @Nullable String claudes(@Nullable Seal seal) {
        return seal != null && family == Family.CLAUDE && seal.by() == ConverseAnswer.SEALS ? seal.value() : null;
    }

    void cachePoint(JsonGenerator json, Part.@Nullable CacheHint hint) throws IOException {
        if (hint == null) {
            return;
        }
        if (!family.caches()) {
            dropped.add(Parameter.CACHE_HINT);
            return;
        }
        json.writeStartObject();
        json.writeObjectFieldStart("cachePoint");
        json.writeStringField("type", "default");
        json.writeEndObject();
        json.writeEndObject();
    }
}
