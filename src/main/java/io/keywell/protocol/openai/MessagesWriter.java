package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.DataUrls;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes turns as messages. Results of tools are messages of their own, which must follow their calls at once and can be
 * text alone: media in them wait for the next message of the user.
 */
final class MessagesWriter {

    private final JsonGenerator out;
    private final Set<Parameter> dropped;
    private final List<Part> waiting = new ArrayList<>();

    MessagesWriter(JsonGenerator out, Set<Parameter> dropped) {
        this.out = out;
        this.dropped = dropped;
    }

    /** Writes the elements of the array that is open. */
    void write(ChatRequest request) throws IOException {
        if (!request.system().isEmpty()) {
            message("system", request.system());
        }
        for (Turn turn : request.turns()) {
            switch (turn.role()) {
                case SYSTEM -> message("system", turn.parts());
                case USER -> user(turn.parts());
                case ASSISTANT -> {
                    flush();
                    assistant(turn.parts());
                }
            }
        }
        flush();
    }

    private void flush() throws IOException {
        if (!waiting.isEmpty()) {
            message("user", waiting);
            waiting.clear();
        }
    }

    private void user(List<Part> parts) throws IOException {
        List<Part> others = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part instanceof Part.ToolResult result) {
                result(result);
            } else {
                others.add(part);
            }
        }
        if (!others.isEmpty()) {
            waiting.addAll(others);
            flush();
        }
    }

    private void result(Part.ToolResult result) throws IOException {
        List<Part> texts = new ArrayList<>(result.content().size());
        for (Part part : result.content()) {
            (part instanceof Part.Text ? texts : waiting).add(part);
        }
        out.writeStartObject();
        out.writeStringField("role", "tool");
        out.writeStringField("tool_call_id", result.id());
        content(texts);
        out.writeEndObject();
        dropIf(result.error(), Parameter.TOOL_RESULT_ERROR);
        dropIf(result.cache() != null, Parameter.CACHE_HINT);
    }

    private void assistant(List<Part> parts) throws IOException {
        List<Part> said = new ArrayList<>(parts.size());
        List<Part.ToolCall> calls = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.ToolCall call) {
                calls.add(call);
                dropIf(call.seal() != null, Parameter.EARLIER_REASONING);
            } else if (part instanceof Part.Reasoning) {
                dropped.add(Parameter.EARLIER_REASONING);
            } else {
                said.add(part);
            }
        }
        if (said.isEmpty() && calls.isEmpty()) {
            return;
        }
        out.writeStartObject();
        out.writeStringField("role", "assistant");
        if (said.isEmpty()) {
            out.writeNullField("content");
        } else {
            content(said);
        }
        if (!calls.isEmpty()) {
            out.writeArrayFieldStart("tool_calls");
            for (Part.ToolCall call : calls) {
                ToolCalls.write(new Part.ToolCall(call.id(), call.name(), call.arguments(), null), out);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void message(String role, List<? extends Part> parts) throws IOException {
        out.writeStartObject();
        out.writeStringField("role", role);
        content(parts);
        out.writeEndObject();
    }

    /** Texts alone are one string, a paragraph for each: some vendors take arrays only where media are. */
    private void content(List<? extends Part> parts) throws IOException {
        if (parts.stream().allMatch(Part.Text.class::isInstance)) {
            StringBuilder text = new StringBuilder();
            for (Part part : parts) {
                Part.Text paragraph = (Part.Text) part;
                text.append(text.length() > 0 ? "\n\n" : "").append(paragraph.text());
                dropIf(paragraph.cache() != null, Parameter.CACHE_HINT);
            }
            out.writeStringField("content", text.toString());
        } else {
            out.writeArrayFieldStart("content");
            for (Part part : parts) {
                part(part);
            }
            out.writeEndArray();
        }
    }

    private void part(Part part) throws IOException {
        if (part instanceof Part.Text text) {
            dropIf(text.cache() != null, Parameter.CACHE_HINT);
            typed("text", "text", text.text());
        } else if (part instanceof Part.Refusal refusal) {
            typed("refusal", "refusal", refusal.text());
        } else if (part instanceof Part.Media media) {
            dropIf(media.cache() != null, Parameter.CACHE_HINT);
            media(media);
        }
    }

    private void media(Part.Media media) throws IOException {
        if (media.source() instanceof Part.Source.Plain plain) {
            dropIf(media.name() != null, Parameter.MEDIA_NAME);
            typed("text", "text", plain.text());
            return;
        }
        String data = media.source() instanceof Part.Source.Base64 base64 ? base64.data() : null;
        String url = media.source() instanceof Part.Source.Url remote ? remote.url() : dataUrl(media, data);
        switch (media.kind()) {
            case IMAGE -> image(url, media.detail());
            case AUDIO -> audio(data, AudioFormats.format(media.mediaType()));
            default -> file(url, media.name());
        }
    }

    private static String dataUrl(Part.Media media, @Nullable String data) {
        String type = media.mediaType();
        boolean image = media.kind() == Part.Media.Kind.IMAGE;
        return DataUrls.of(type == null && image ? "image/png" : type, data == null ? "" : data);
    }

    private void image(String url, @Nullable String detail) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "image_url");
        out.writeObjectFieldStart("image_url");
        out.writeStringField("url", url);
        if (detail != null) {
            out.writeStringField("detail", detail);
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private void audio(@Nullable String data, String format) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "input_audio");
        out.writeObjectFieldStart("input_audio");
        out.writeStringField("data", data == null ? "" : data);
        out.writeStringField("format", format);
        out.writeEndObject();
        out.writeEndObject();
    }

    private void file(String url, @Nullable String name) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "file");
        out.writeObjectFieldStart("file");
        out.writeStringField("filename", name == null ? "document.pdf" : name);
        out.writeStringField("file_data", url);
        out.writeEndObject();
        out.writeEndObject();
    }

    private void typed(String type, String field, String text) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", type);
        out.writeStringField(field, text);
        out.writeEndObject();
    }

    private void dropIf(boolean there, Parameter parameter) {
        if (there) {
            dropped.add(parameter);
        }
    }
}
