package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the blocks of one request or answer; which thoughts are among them is for the caller to decide. */
final class Blocks {

    /** More of them are refused. */
    private static final int MOST_CACHE_HINTS = 4;

    private static final int HOUR = 3_600;
    private static final String PDF = "application/pdf";

    private final JsonGenerator out;
    private final Set<Parameter> dropped;
    private int cacheHints;

    Blocks(JsonGenerator out, Set<Parameter> dropped) {
        this.out = out;
        this.dropped = dropped;
    }

    /** Whether the thought is this family's own, so that it may go back. */
    static boolean isOwn(Part.Reasoning thought) {
        return isOwn(thought.signature()) || isOwn(thought.sealed());
    }

    static boolean isOwn(@Nullable Seal seal) {
        return seal != null && seal.by() == Dialect.ANTHROPIC;
    }

    /** Ids of calls that other vendors made may hold what is refused here. */
    static String toolId(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (!isPlain(id.charAt(i))) {
                StringBuilder plain = new StringBuilder(id.length() + 9);
                id.chars().forEach(c -> plain.append(isPlain((char) c) ? (char) c : '_'));
                // Two ids must not become one.
                return plain.append('_')
                        .append(Integer.toHexString(id.hashCode()))
                        .toString();
            }
        }
        return id;
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    void all(List<? extends Part> parts) throws IOException {
        out.writeStartArray();
        for (Part part : parts) {
            one(part);
        }
        out.writeEndArray();
    }

    private void one(Part part) throws IOException {
        if (part instanceof Part.Text text) {
            text(text.text(), text.cache());
        } else if (part instanceof Part.Refusal refusal) {
            text(refusal.text(), null);
        } else if (part instanceof Part.Media media) {
            media(media);
        } else if (part instanceof Part.ToolCall call) {
            toolCall(call);
        } else if (part instanceof Part.ToolResult result) {
            toolResult(result);
        } else if (part instanceof Part.Reasoning thought) {
            thought(thought);
        }
    }

    private void text(String text, Part.@Nullable CacheHint hint) throws IOException {
        start("text");
        out.writeStringField("text", text);
        cache(hint);
        out.writeEndObject();
    }

    private void thought(Part.Reasoning thought) throws IOException {
        Seal sealed = thought.sealed();
        Seal signature = thought.signature();
        if (sealed != null && isOwn(sealed)) {
            start("redacted_thinking");
            out.writeStringField("data", sealed.value());
            out.writeEndObject();
        } else {
            start("thinking");
            out.writeStringField("thinking", thought.text());
            out.writeStringField(
                    "signature", signature != null && isOwn(signature) ? signature.value() : ForeignThoughts.SIGNATURE);
            out.writeEndObject();
        }
    }

    private void toolCall(Part.ToolCall call) throws IOException {
        start("tool_use");
        out.writeStringField("id", toolId(call.id()));
        out.writeStringField("name", call.name());
        JsonTrees.writeField(out, "input", call.arguments());
        out.writeEndObject();
        if (call.seal() != null) {
            dropped.add(Parameter.EARLIER_REASONING);
        }
    }

    private void toolResult(Part.ToolResult result) throws IOException {
        start("tool_result");
        out.writeStringField("tool_use_id", toolId(result.id()));
        List<Part> content = result.content().stream().filter(Turns::says).toList();
        if (content.size() == 1 && content.get(0) instanceof Part.Text text && text.cache() == null) {
            out.writeStringField("content", text.text());
        } else if (!content.isEmpty()) {
            out.writeFieldName("content");
            all(content);
        }
        if (result.error()) {
            out.writeBooleanField("is_error", true);
        }
        cache(result.cache());
        out.writeEndObject();
    }

    private void media(Part.Media media) throws IOException {
        boolean document = media.kind() == Part.Media.Kind.DOCUMENT;
        start(document ? "document" : "image");
        out.writeObjectFieldStart("source");
        source(media, document ? PDF : "image/png");
        out.writeEndObject();
        if (document && media.name() != null) {
            out.writeStringField("title", media.name());
        } else if (media.name() != null) {
            dropped.add(Parameter.MEDIA_NAME);
        }
        if (media.detail() != null && !media.detail().equals("auto")) {
            dropped.add(Parameter.IMAGE_DETAIL);
        }
        cache(media.cache());
        out.writeEndObject();
    }

    private void source(Part.Media media, String usualType) throws IOException {
        Part.Source source = media.source();
        String type = media.mediaType() == null ? usualType : media.mediaType();
        if (source instanceof Part.Source.Url url) {
            out.writeStringField("type", "url");
            out.writeStringField("url", url.url());
        } else if (source instanceof Part.Source.Plain plain) {
            plain(plain.text());
        } else if (source instanceof Part.Source.Base64 base64) {
            String text = type.startsWith("text/") ? decoded(base64.data()) : null;
            if (text != null) {
                plain(text);
            } else {
                out.writeStringField("type", "base64");
                out.writeStringField("media_type", type);
                out.writeStringField("data", base64.data());
            }
        }
    }

    private void plain(String text) throws IOException {
        out.writeStringField("type", "text");
        out.writeStringField("media_type", "text/plain");
        out.writeStringField("data", text);
    }

    private static @Nullable String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private void start(String type) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", type);
    }

    /** Marks the prompt up to here, as long as there are marks left. */
    void cache(Part.@Nullable CacheHint hint) throws IOException {
        if (hint == null) {
            return;
        }
        if (cacheHints == MOST_CACHE_HINTS) {
            dropped.add(Parameter.CACHE_HINT);
            return;
        }
        cacheHints++;
        out.writeObjectFieldStart("cache_control");
        out.writeStringField("type", "ephemeral");
        if (hint.seconds() >= HOUR) {
            out.writeStringField("ttl", "1h");
        }
        out.writeEndObject();
    }
}
