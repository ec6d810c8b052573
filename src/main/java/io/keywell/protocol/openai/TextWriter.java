package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventWriter;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes completions of texts, whole and as streams. Thoughts have no place in them. */
final class TextWriter implements EventWriter {

    private static final String DONE = "data: [DONE]\n\n";

    private final Frame frame;
    private @Nullable Usage usage;

    TextWriter(Frame frame) {
        this.frame = frame;
    }

    static Bytes answer(ChatAnswer answer, Frame frame) {
        StringBuilder text = new StringBuilder();
        for (Part part : answer.parts()) {
            if (part instanceof Part.Text said) {
                text.append(said.text());
            } else if (part instanceof Part.Refusal refused) {
                text.append(refused.text());
            }
        }
        return JsonTrees.write(out -> body(frame, text.toString(), answer.finish(), false, answer.usage(), out));
    }

    /**
     * @param finish null while the text goes on
     * @param pending whether usage is still to come
     */
    private static void body(
            Frame frame,
            @Nullable String text,
            @Nullable Finish finish,
            boolean pending,
            @Nullable Usage usage,
            JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("id", "cmpl-" + frame.id());
        out.writeStringField("object", "text_completion");
        out.writeNumberField("created", frame.createdSeconds());
        out.writeStringField("model", frame.model());
        out.writeArrayFieldStart("choices");
        if (text != null) {
            out.writeStartObject();
            out.writeStringField("text", text);
            out.writeNumberField("index", 0);
            out.writeNullField("logprobs");
            out.writeStringField(
                    "finish_reason", finish == null ? null : CompletionWriter.finish(finish, false, false));
            out.writeEndObject();
        }
        out.writeEndArray();
        if (usage != null) {
            out.writeFieldName("usage");
            CompletionWriter.usage(usage, out);
        } else if (pending) {
            out.writeNullField("usage");
        }
        out.writeEndObject();
    }

    @Override
    public Bytes write(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            return chunk(delta.text(), null);
        }
        if (event instanceof ChatEvent.RefusalDelta delta) {
            return chunk(delta.text(), null);
        }
        if (event instanceof ChatEvent.UsageTold told) {
            usage = told.usage();
            return Bytes.EMPTY;
        }
        if (event instanceof ChatEvent.Finished finished) {
            return chunk("", finished.finish());
        }
        return event instanceof ChatEvent.Completed ? end() : Bytes.EMPTY;
    }

    private Bytes chunk(String text, @Nullable Finish finish) {
        return JsonTrees.write("data: ", out -> body(frame, text, finish, frame.usageAsked(), null, out), "\n\n");
    }

    private Bytes end() {
        Usage told = usage;
        if (told == null || !frame.usageAsked()) {
            return Bytes.of(DONE.getBytes(StandardCharsets.US_ASCII));
        }
        return JsonTrees.write("data: ", out -> body(frame, null, null, false, told, out), "\n\n" + DONE);
    }
}
