package io.keywell.protocol.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of turns, all of one conversation and in their order.
 *
 * <p>Calls and results have no ids here: a result belongs to the call of its name that stands at its place. So results are
 * put in the order of their calls.
 */
final class PartsOut {

    /** What Google documents for calls that another model made, since models with seals refuse a call without one. */
    private static final String NOT_SEALED_HERE = "skip_thought_signature_validator";

    private final Generation model;
    private final Set<Parameter> dropped;

    /** Names of calls and their places, by id; an id that comes again means the later call. */
    private final Map<String, Called> called = new HashMap<>();

    private record Called(String name, int place) {}

    PartsOut(Generation model, Set<Parameter> dropped) {
        this.model = model;
        this.dropped = dropped;
    }

    /** Results go first, then what the user says besides. */
    void write(Turn turn, JsonGenerator json) throws IOException {
        List<Part.ToolResult> results = new ArrayList<>(0);
        for (Part part : turn.parts()) {
            if (part instanceof Part.ToolResult result) {
                results.add(result);
            }
        }
        results.sort(Comparator.comparingInt(this::place));
        for (Part.ToolResult result : results) {
            result(result, json);
        }
        boolean firstCall = true;
        for (Part part : turn.parts()) {
            if (part instanceof Part.ToolCall call) {
                call(call, firstCall, json);
                firstCall = false;
            } else if (!(part instanceof Part.ToolResult)) {
                write(part, json);
            }
        }
    }

    private int place(Part.ToolResult result) {
        Called call = called.get(result.id());
        return call == null ? Integer.MAX_VALUE : call.place();
    }

    /** Any part but calls and results. */
    void write(Part part, JsonGenerator json) throws IOException {
        if (part instanceof Part.Text text) {
            text(text.text(), json);
            cacheHint(text.cache());
        } else if (part instanceof Part.Refusal refusal) {
            text(refusal.text(), json);
        } else if (part instanceof Part.Reasoning reasoning) {
            reasoning(reasoning, json);
        } else if (part instanceof Part.Media media) {
            media(media, json);
        }
    }

    private void cacheHint(Part.@Nullable CacheHint hint) {
        if (hint != null) {
            dropped.add(Parameter.CACHE_HINT);
        }
    }

    private static void text(String text, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    /** Thoughts of others would be taken for something that was said. */
    private void reasoning(Part.Reasoning reasoning, JsonGenerator json) throws IOException {
        Seal signature = reasoning.signature();
        if (signature == null || signature.by() != Dialect.GEMINI) {
            dropped.add(Parameter.EARLIER_REASONING);
            return;
        }
        json.writeStartObject();
        json.writeStringField("text", reasoning.text());
        json.writeBooleanField("thought", true);
        json.writeStringField("thoughtSignature", signature.value());
        json.writeEndObject();
    }

    private void media(Part.Media media, JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (media.source() instanceof Part.Source.Url url) {
            json.writeObjectFieldStart("fileData");
            json.writeStringField("mimeType", type(media));
            json.writeStringField("fileUri", url.url());
        } else {
            json.writeObjectFieldStart("inlineData");
            json.writeStringField("mimeType", type(media));
            json.writeStringField("data", data(media.source()));
        }
        json.writeEndObject();
        json.writeEndObject();
        cacheHint(media.cache());
        if (media.detail() != null && !media.detail().equals("auto")) {
            dropped.add(Parameter.IMAGE_DETAIL);
        }
        if (media.name() != null) {
            dropped.add(Parameter.MEDIA_NAME);
        }
    }

    private static String data(Part.Source source) {
        if (source instanceof Part.Source.Base64 base64) {
            return base64.data();
        }
        String text = source instanceof Part.Source.Plain plain ? plain.text() : "";
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String type(Part.Media media) {
        if (media.mediaType() != null) {
            return media.mediaType();
        }
        if (media.source() instanceof Part.Source.Plain) {
            return "text/plain";
        }
        return switch (media.kind()) {
            case IMAGE -> "image/jpeg";
            case AUDIO -> "audio/wav";
            case VIDEO -> "video/mp4";
            case DOCUMENT -> "application/pdf";
        };
    }

    /** @param first of its turn: the one that must be sealed */
    private void call(Part.ToolCall call, boolean first, JsonGenerator json) throws IOException {
        called.put(call.id(), new Called(call.name(), called.size()));
        json.writeStartObject();
        json.writeObjectFieldStart("functionCall");
        json.writeStringField("name", call.name());
        json.writeFieldName("args");
        json.writeTree(call.arguments());
        json.writeEndObject();
        Seal seal = call.seal();
        if (seal != null && seal.by() == Dialect.GEMINI) {
            json.writeStringField("thoughtSignature", seal.value());
        } else if (first && model.hasLevels()) {
            json.writeStringField("thoughtSignature", NOT_SEALED_HERE);
        }
        json.writeEndObject();
    }

    private void result(Part.ToolResult result, JsonGenerator json) throws IOException {
        Called call = called.get(result.id());
        String name = call != null ? call.name() : result.name() != null ? result.name() : result.id();
        json.writeStartObject();
        json.writeObjectFieldStart("functionResponse");
        json.writeStringField("name", name);
        json.writeObjectFieldStart("response");
        json.writeStringField(result.error() ? "error" : "output", said(result));
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        for (Part part : result.content()) {
            if (part instanceof Part.Media media) {
                media(media, json);
            }
        }
        cacheHint(result.cache());
    }

    private String said(Part.ToolResult result) {
        StringBuilder said = new StringBuilder();
        for (Part part : result.content()) {
            if (part instanceof Part.Text text) {
                said.append(said.isEmpty() ? "" : "\n").append(text.text());
                cacheHint(text.cache());
            }
        }
        return said.toString();
    }
}
