package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides.EventWriter;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.JsonTrees.Filling;
import io.keywell.protocol.chat.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes a caller's stream of chunks. */
final class ChunkWriter implements EventWriter {

    private static final Bytes DONE = Bytes.of("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));

    private final Frame frame;
    private final boolean old;
    private int call = -1;
    private boolean refused;
    private @Nullable Usage usage;

    ChunkWriter(Frame frame) {
        this.frame = frame;
        old = frame.request().needs().contains(Feature.OLD_FUNCTIONS);
    }

    @Override
    public Bytes write(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            return text("content", delta.text());
        }
        if (event instanceof ChatEvent.ReasoningDelta delta) {
            return text("reasoning_content", delta.text());
        }
        if (event instanceof ChatEvent.ToolArguments delta) {
            return arguments(delta.json());
        }
        if (event instanceof ChatEvent.ToolCallStarted started) {
            return call(started.id(), started.name(), started.seal());
        }
        if (event instanceof ChatEvent.RefusalDelta delta) {
            refused = true;
            return text("refusal", delta.text());
        }
        if (event instanceof ChatEvent.Started) {
            return delta(ChunkWriter::role);
        }
        if (event instanceof ChatEvent.UsageTold told) {
            usage = told.usage();
            return Bytes.EMPTY;
        }
        if (event instanceof ChatEvent.Finished finished) {
            return chunk(out -> {}, CompletionWriter.finish(finished.finish(), old, refused));
        }
        return event instanceof ChatEvent.Completed ? end() : Bytes.EMPTY;
    }

    private static void role(JsonGenerator out) throws IOException {
        out.writeStringField("role", "assistant");
        out.writeStringField("content", "");
        out.writeNullField("refusal");
    }

    private Bytes text(String field, String text) {
        return delta(out -> out.writeStringField(field, text));
    }

    private Bytes call(String id, String name, @Nullable Seal seal) {
        call++;
        if (old) {
            return call > 0
                    ? Bytes.EMPTY
                    : delta(out -> {
                        out.writeObjectFieldStart("function_call");
                        out.writeStringField("name", name);
                        out.writeStringField("arguments", "");
                        out.writeEndObject();
                    });
        }
        return toolCall(out -> {
            ToolCalls.head(id, seal, out);
            ToolCalls.function(name, "", out);
        });
    }

    private Bytes arguments(String json) {
        Filling function = out -> {
            out.writeObjectFieldStart(old ? "function_call" : "function");
            out.writeStringField("arguments", json);
            out.writeEndObject();
        };
        if (old) {
            return call > 0 ? Bytes.EMPTY : delta(function);
        }
        return toolCall(function);
    }

    private Bytes toolCall(Filling rest) {
        return delta(out -> {
            out.writeArrayFieldStart("tool_calls");
            out.writeStartObject();
            out.writeNumberField("index", call);
            rest.fill(out);
            out.writeEndObject();
            out.writeEndArray();
        });
    }

    private Bytes delta(Filling delta) {
        return chunk(delta, null);
    }

    private Bytes chunk(Filling delta, @Nullable String finish) {
        return event(out -> {
            out.writeArrayFieldStart("choices");
            out.writeStartObject();
            out.writeNumberField("index", 0);
            out.writeObjectFieldStart("delta");
            delta.fill(out);
            out.writeEndObject();
            out.writeStringField("finish_reason", finish);
            out.writeEndObject();
            out.writeEndArray();
            if (frame.usageAsked()) {
                out.writeNullField("usage");
            }
        });
    }

    /** The usage for whom it may concern, then the end. */
    private Bytes end() {
        Usage told = usage;
        if (told == null || !frame.usageAsked()) {
            return DONE;
        }
        Bytes last = event(out -> {
            out.writeArrayFieldStart("choices");
            out.writeEndArray();
            out.writeFieldName("usage");
            CompletionWriter.usage(told, out);
        });
        byte[] both = new byte[last.length() + DONE.length()];
        System.arraycopy(last.array(), last.offset(), both, 0, last.length());
        System.arraycopy(DONE.array(), 0, both, last.length(), DONE.length());
        return Bytes.of(both);
    }

    private Bytes event(Filling rest) {
        return JsonTrees.write(
                "data: ",
                out -> {
                    out.writeStartObject();
                    out.writeStringField("id", CompletionWriter.ID_PREFIX + frame.id());
                    out.writeStringField("object", "chat.completion.chunk");
                    out.writeNumberField("created", frame.createdSeconds());
                    out.writeStringField("model", frame.model());
                    rest.fill(out);
                    out.writeEndObject();
                },
                "\n\n");
    }
}
