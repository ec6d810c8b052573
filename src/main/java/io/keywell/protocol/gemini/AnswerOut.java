package io.keywell.protocol.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import io.keywell.protocol.chat.Seal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes a caller's whole answer, and the parts of a stream's chunks. */
final class AnswerOut {

    private AnswerOut() {}

    static Bytes write(ChatAnswer answer, Frame frame) {
        return JsonTrees.write(json -> {
            json.writeStartObject();
            openCandidate(json);
            for (Part part : answer.parts()) {
                part(part, json);
            }
            closeCandidate(AnswerWords.reason(answer.finish()), json);
            if (answer.usage() != null) {
                AnswerWords.usage(answer.usage(), json);
            }
            name(frame, json);
            json.writeEndObject();
        });
    }

    /** Up to its parts. */
    static void openCandidate(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("candidates");
        json.writeStartObject();
        json.writeObjectFieldStart("content");
        json.writeArrayFieldStart("parts");
    }

    /** From its parts on. */
    static void closeCandidate(@Nullable String reason, JsonGenerator json) throws IOException {
        json.writeEndArray();
        json.writeStringField("role", "model");
        json.writeEndObject();
        if (reason != null) {
            json.writeStringField("finishReason", reason);
        }
        json.writeNumberField("index", 0);
        json.writeEndObject();
        json.writeEndArray();
    }

    static void name(Frame frame, JsonGenerator json) throws IOException {
        json.writeStringField("modelVersion", frame.model());
        json.writeStringField("responseId", frame.id());
    }

    private static void part(Part part, JsonGenerator json) throws IOException {
        if (part instanceof Part.Text text) {
            text(text.text(), false, json);
        } else if (part instanceof Part.Refusal refusal) {
            text(refusal.text(), false, json);
        } else if (part instanceof Part.Reasoning reasoning && !reasoning.text().isEmpty()) {
            text(reasoning.text(), true, json);
        } else if (part instanceof Part.ToolCall call) {
            call(call.id(), call.name(), call.arguments(), call.seal(), json);
        }
    }

    static void text(String text, boolean thought, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", text);
        if (thought) {
            json.writeBooleanField("thought", true);
        }
        json.writeEndObject();
    }

    static void call(String id, String name, JsonNode arguments, @Nullable Seal seal, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("functionCall");
        json.writeStringField("id", id);
        json.writeStringField("name", name);
        json.writeFieldName("args");
        json.writeTree(arguments);
        json.writeEndObject();
        if (seal != null && seal.by() == Dialect.GEMINI) {
            json.writeStringField("thoughtSignature", seal.value());
        }
        json.writeEndObject();
    }
}
