package io.keywell.protocol.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.ChatSides.Frame;
import java.io.IOException;

/** One item of an answer's output, as it grows: a message, a summary of thoughts, or a call. */
final class OutputItem {

    enum Kind {
        TEXT("msg_"),
        REFUSAL("msg_"),
        REASONING(OwnThoughts.ID_PREFIX),
        CALL("fc_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    private final Kind kind;
    private final int index;
    private final String id;
    private final String callId;
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private boolean done;

    private OutputItem(Kind kind, Frame frame, int index, String callId, String name) {
        this.kind = kind;
        this.index = index;
        this.id = kind.prefix + frame.id() + "_" + index;
        this.callId = callId;
        this.name = name;
    }

    static OutputItem of(Kind kind, Frame frame, int index) {
        return new OutputItem(kind, frame, index, "", "");
    }

    static OutputItem call(Frame frame, int index, String callId, String name) {
        return new OutputItem(Kind.CALL, frame, index, callId, name);
    }

    /** All of it at once. */
    OutputItem with(String whole) {
        text.append(whole);
        done = true;
        return this;
    }

    void add(String piece) {
        text.append(piece);
    }

    void done() {
        done = true;
    }

    Kind kind() {
        return kind;
    }

    int index() {
        return index;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    String text() {
        return text.toString();
    }

    /** The item; without its content while that is still to come. */
    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", id);
        switch (kind) {
            case TEXT, REFUSAL -> message(out);
            case REASONING -> {
                out.writeStringField("type", "reasoning");
                out.writeArrayFieldStart("summary");
                if (done) {
                    part(out);
                }
                out.writeEndArray();
            }
            case CALL -> {
                out.writeStringField("type", "function_call");
                status(out);
                out.writeStringField("call_id", callId);
                out.writeStringField("name", name);
                out.writeStringField("arguments", text());
            }
        }
        out.writeEndObject();
    }

    private void message(JsonGenerator out) throws IOException {
        out.writeStringField("type", "message");
        status(out);
        out.writeStringField("role", "assistant");
        out.writeArrayFieldStart("content");
        if (done) {
            part(out);
        }
        out.writeEndArray();
    }

    private void status(JsonGenerator out) throws IOException {
        out.writeStringField("status", done ? "completed" : "in_progress");
    }

    /** The one part of the item, with as much text as has come. */
    void part(JsonGenerator out) throws IOException {
        out.writeStartObject();
        switch (kind) {
            case TEXT -> {
                out.writeStringField("type", "output_text");
                out.writeStringField("text", text());
                out.writeArrayFieldStart("annotations");
                out.writeEndArray();
                out.writeArrayFieldStart("logprobs");
                out.writeEndArray();
            }
            case REFUSAL -> {
                out.writeStringField("type", "refusal");
                out.writeStringField("refusal", text());
            }
            default -> {
                out.writeStringField("type", "summary_text");
                out.writeStringField("text", text());
            }
        }
        out.writeEndObject();
    }
}
