package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventWriter;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Seal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message as a stream for a caller. Blocks are numbered anew, since not all thoughts go out
 * ({@link ForeignThoughts}); where only this family's do, they wait for the seal that proves them. The end waits for the
 * stream's, because the usage may come last.
 */
final class StreamWriter implements EventWriter {

    private enum Open {
        NOTHING,
        TEXT,
        THOUGHT,
        CALL
    }

    private final Frame frame;
    private final boolean foreignThoughts;
    /** What waits for its seal. */
    private final StringBuilder thought = new StringBuilder();

    private Open open = Open.NOTHING;
    private int index = -1;
    private boolean calls;
    private Usage usage = Usage.NONE;
    private Finish finish = Finish.STOP;
    private @Nullable String stopSequence;

    StreamWriter(Frame frame) {
        this.frame = frame;
        this.foreignThoughts = ForeignThoughts.wanted(frame.request());
    }

    @Override
    public Bytes write(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            return text(delta.text());
        } else if (event instanceof ChatEvent.ToolArguments delta) {
            return delta("input_json_delta", "partial_json", delta.json());
        } else if (event instanceof ChatEvent.ToolCallStarted call) {
            return call(call);
        } else if (event instanceof ChatEvent.PartEnded) {
            return partEnded();
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            return text(delta.text());
        } else if (event instanceof ChatEvent.Started started) {
            return event("message_start", out -> message(started.id(), out));
        } else if (event instanceof ChatEvent.Completed) {
            return completed();
        }
        return remembered(event);
    }

    private Bytes remembered(ChatEvent event) {
        if (event instanceof ChatEvent.UsageTold told) {
            usage = told.usage();
        } else if (event instanceof ChatEvent.Finished finished) {
            finish = finished.finish();
            stopSequence = finished.stopSequence();
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            return thought(delta.text());
        } else if (event instanceof ChatEvent.ReasoningSealed sealed) {
            return sealed(sealed.signature(), sealed.sealed());
        }
        return Bytes.EMPTY;
    }

    private Bytes text(String text) {
        if (open != Open.TEXT) {
            open = Open.TEXT;
            index++;
            return joined(start("text", out -> out.writeStringField("text", "")), delta("text_delta", "text", text));
        }
        return delta("text_delta", "text", text);
    }

    private Bytes call(ChatEvent.ToolCallStarted call) {
        open = Open.CALL;
        calls = true;
        index++;
        return start("tool_use", out -> {
            out.writeStringField("id", Blocks.toolId(call.id()));
            out.writeStringField("name", call.name());
            out.writeObjectFieldStart("input");
            out.writeEndObject();
        });
    }

    private Bytes thought(String text) {
        if (!foreignThoughts) {
            thought.append(text);
            return Bytes.EMPTY;
        }
        Bytes begun = open == Open.THOUGHT ? Bytes.EMPTY : thoughtStart();
        return joined(begun, delta("thinking_delta", "thinking", text));
    }

    private Bytes thoughtStart() {
        open = Open.THOUGHT;
        index++;
        return start("thinking", out -> {
            out.writeStringField("thinking", "");
            out.writeStringField("signature", "");
        });
    }

    private Bytes sealed(@Nullable Seal signature, @Nullable Seal sealed) {
        if (sealed != null && Blocks.isOwn(sealed)) {
            Bytes before = partEnded();
            index++;
            return joined(
                    before, start("redacted_thinking", out -> out.writeStringField("data", sealed.value())), stop());
        }
        if (signature == null || !Blocks.isOwn(signature)) {
            return Bytes.EMPTY;
        }
        String waited = thought.toString();
        thought.setLength(0);
        Bytes begun = open == Open.THOUGHT ? Bytes.EMPTY : thoughtStart();
        Bytes said = waited.isEmpty() ? Bytes.EMPTY : delta("thinking_delta", "thinking", waited);
        open = Open.NOTHING;
        return joined(begun, said, delta("signature_delta", "signature", signature.value()), stop());
    }

    private Bytes partEnded() {
        thought.setLength(0);
        Open ended = open;
        open = Open.NOTHING;
        return switch (ended) {
            case NOTHING -> Bytes.EMPTY;
            case THOUGHT -> joined(delta("signature_delta", "signature", ForeignThoughts.SIGNATURE), stop());
            case TEXT, CALL -> stop();
        };
    }

    private Bytes completed() {
        String reason = StopReasons.write(finish, stopSequence, calls);
        Bytes delta = event("message_delta", out -> {
            out.writeObjectFieldStart("delta");
            out.writeStringField("stop_reason", reason);
            out.writeStringField("stop_sequence", reason.equals("stop_sequence") ? stopSequence : null);
            out.writeEndObject();
            UsageFields.write(usage, out);
        });
        return joined(delta, event("message_stop", out -> {}));
    }

    private void message(String providersId, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("message");
        out.writeStringField("id", AnswerWriter.id(providersId, frame));
        out.writeStringField("type", "message");
        out.writeStringField("role", "assistant");
        out.writeStringField("model", frame.model());
        out.writeArrayFieldStart("content");
        out.writeEndArray();
        out.writeNullField("stop_reason");
        out.writeNullField("stop_sequence");
        UsageFields.write(usage, out);
        out.writeEndObject();
    }

    private Bytes start(String type, JsonTrees.Filling block) {
        return event("content_block_start", out -> {
            out.writeNumberField("index", index);
            out.writeObjectFieldStart("content_block");
            out.writeStringField("type", type);
            block.fill(out);
            out.writeEndObject();
        });
    }

    private Bytes delta(String type, String field, String text) {
        return event("content_block_delta", out -> {
            out.writeNumberField("index", index);
            out.writeObjectFieldStart("delta");
            out.writeStringField("type", type);
            out.writeStringField(field, text);
            out.writeEndObject();
        });
    }

    private Bytes stop() {
        return event("content_block_stop", out -> out.writeNumberField("index", index));
    }

    private static Bytes event(String type, JsonTrees.Filling rest) {
        return JsonTrees.write(
                "event: " + type + "\ndata: ",
                out -> {
                    out.writeStartObject();
                    out.writeStringField("type", type);
                    rest.fill(out);
                    out.writeEndObject();
                },
                "\n\n");
    }

    private static Bytes joined(Bytes... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        for (Bytes piece : pieces) {
            out.write(piece.array(), piece.offset(), piece.length());
        }
        return Bytes.of(out.toByteArray());
    }
}
