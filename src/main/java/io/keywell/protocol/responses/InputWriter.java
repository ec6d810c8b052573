package io.keywell.protocol.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.DataUrls;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes turns as items of an input. Earlier thoughts stay behind: their own provider alone takes them back. */
final class InputWriter {

    private final JsonGenerator out;
    private final Set<Parameter> dropped;

    InputWriter(JsonGenerator out, Set<Parameter> dropped) {
        this.out = out;
        this.dropped = dropped;
    }

    /** Writes the elements of the array that is open. The first system prompt is the instructions. */
    void write(ChatRequest request) throws IOException {
        for (int i = 0; i < request.system().size(); i++) {
            dropIf(request.system().get(i).cache() != null, Parameter.CACHE_HINT);
            if (i > 0) {
                message(Role.SYSTEM, List.of(request.system().get(i)));
            }
        }
        for (Turn turn : request.turns()) {
            turn(turn);
        }
    }

    /** Parts that belong to a message are gathered until an item of another kind stands between. */
    private void turn(Turn turn) throws IOException {
        List<Part> said = new ArrayList<>();
        for (Part part : turn.parts()) {
            if (part instanceof Part.ToolCall call) {
                flush(turn.role(), said);
                call(call);
            } else if (part instanceof Part.ToolResult result) {
                flush(turn.role(), said);
                result(result);
            } else if (part instanceof Part.Reasoning) {
                dropped.add(Parameter.EARLIER_REASONING);
            } else {
                said.add(part);
            }
        }
        flush(turn.role(), said);
    }

    private void flush(Role role, List<Part> said) throws IOException {
        if (!said.isEmpty()) {
            message(role, said);
            said.clear();
        }
    }

    private void call(Part.ToolCall call) throws IOException {
        dropIf(call.seal() != null, Parameter.EARLIER_REASONING);
        out.writeStartObject();
        out.writeStringField("type", "function_call");
        out.writeStringField("call_id", call.id());
        out.writeStringField("name", call.name());
        out.writeStringField("arguments", JsonTrees.text(call.arguments()));
        out.writeEndObject();
    }

    private void result(Part.ToolResult result) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "function_call_output");
        out.writeStringField("call_id", result.id());
        content("output", Role.USER, result.content());
        out.writeEndObject();
        dropIf(result.error(), Parameter.TOOL_RESULT_ERROR);
        dropIf(result.cache() != null, Parameter.CACHE_HINT);
    }

    private void message(Role role, List<? extends Part> parts) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "message");
        out.writeStringField(
                "role",
                switch (role) {
                    case SYSTEM -> "system";
                    case USER -> "user";
                    case ASSISTANT -> "assistant";
                });
        content("content", role, parts);
        out.writeEndObject();
    }

    /** One text is a string, which every vendor takes; anything else is an array. */
    private void content(String field, Role role, List<? extends Part> parts) throws IOException {
        if (parts.isEmpty()) {
            out.writeStringField(field, "");
        } else if (parts.size() == 1 && parts.get(0) instanceof Part.Text only) {
            dropIf(only.cache() != null, Parameter.CACHE_HINT);
            out.writeStringField(field, only.text());
        } else {
            out.writeArrayFieldStart(field);
            for (Part part : parts) {
                part(role, part);
            }
            out.writeEndArray();
        }
    }

    private void part(Role role, Part part) throws IOException {
        if (part instanceof Part.Text text) {
            dropIf(text.cache() != null, Parameter.CACHE_HINT);
            typed(role == Role.ASSISTANT ? "output_text" : "input_text", "text", text.text());
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
            typed("input_text", "text", plain.text());
            return;
        }
        boolean remote = media.source() instanceof Part.Source.Url;
        String url = media.source() instanceof Part.Source.Url there ? there.url() : dataUrl(media);
        out.writeStartObject();
        if (media.kind() == Part.Media.Kind.IMAGE) {
            out.writeStringField("type", "input_image");
            out.writeStringField("image_url", url);
            if (media.detail() != null) {
                out.writeStringField("detail", media.detail());
            }
        } else {
            out.writeStringField("type", "input_file");
            if (media.name() != null || !remote) {
                out.writeStringField("filename", media.name() == null ? "document.pdf" : media.name());
            }
            out.writeStringField(remote ? "file_url" : "file_data", url);
        }
        out.writeEndObject();
    }

    private static String dataUrl(Part.Media media) {
        String data = media.source() instanceof Part.Source.Base64 base64 ? base64.data() : "";
        String guess = media.kind() == Part.Media.Kind.IMAGE ? "image/png" : "application/pdf";
        return DataUrls.of(media.mediaType() == null ? guess : media.mediaType(), data);
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
