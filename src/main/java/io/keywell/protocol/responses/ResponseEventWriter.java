package io.keywell.protocol.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventWriter;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.JsonTrees.Filling;
import io.keywell.protocol.responses.OutputItem.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a caller's stream of events. Each part is an output item of its own, opened and closed by the events that the
 * dialect has around it; the last event says all of the answer once more.
 */
final class ResponseEventWriter implements EventWriter {

    private final Frame frame;
    private final ResponseObject response;
    private final List<OutputItem> items = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    private int sequence;
    private @Nullable OutputItem open;
    private Finish finish = Finish.STOP;
    private @Nullable Usage usage;

    ResponseEventWriter(Frame frame) {
        this.frame = frame;
        response = new ResponseObject(frame);
    }

    @Override
    public Bytes write(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            delta(Kind.TEXT, delta.text());
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            delta(Kind.REFUSAL, delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            delta(Kind.REASONING, delta.text());
        } else if (event instanceof ChatEvent.ToolArguments delta) {
            delta(Kind.CALL, delta.json());
        } else if (event instanceof ChatEvent.ToolCallStarted call) {
            open(OutputItem.call(frame, items.size(), call.id(), call.name()));
        } else if (event instanceof ChatEvent.PartEnded) {
            close();
        } else if (event instanceof ChatEvent.Started) {
            whole("response.created", null);
            whole("response.in_progress", null);
        } else if (event instanceof ChatEvent.UsageTold told) {
            usage = told.usage();
        } else if (event instanceof ChatEvent.Finished finished) {
            finish = finished.finish();
        } else if (event instanceof ChatEvent.Completed) {
            boolean incomplete = finish == Finish.LENGTH || finish == Finish.FILTER;
            whole(incomplete ? "response.incomplete" : "response.completed", finish);
        }
        Bytes written = bytes.size() == 0 ? Bytes.EMPTY : Bytes.of(bytes.toByteArray());
        bytes.reset();
        return written;
    }

    private void whole(String type, @Nullable Finish how) {
        event(type, out -> {
            out.writeFieldName("response");
            response.write(out, items, how, usage);
        });
    }

    private void delta(Kind kind, String piece) {
        OutputItem item = open;
        if (item == null) {
            item = open(OutputItem.of(kind, frame, items.size()));
        }
        item.add(piece);
        inItem(words(kind) + ".delta", item, out -> {
            out.writeStringField("delta", piece);
            logprobs(kind, out);
        });
    }

    private OutputItem open(OutputItem item) {
        open = item;
        items.add(item);
        item("response.output_item.added", item);
        if (item.kind() != Kind.CALL) {
            part(".added", item);
        }
        return item;
    }

    private void close() {
        OutputItem item = open;
        if (item == null) {
            return;
        }
        open = null;
        inItem(words(item.kind()) + ".done", item, out -> {
            switch (item.kind()) {
                case CALL -> {
                    out.writeStringField("name", item.name());
                    out.writeStringField("arguments", item.text());
                }
                case REFUSAL -> out.writeStringField("refusal", item.text());
                default -> out.writeStringField("text", item.text());
            }
            logprobs(item.kind(), out);
        });
        if (item.kind() != Kind.CALL) {
            part(".done", item);
        }
        item.done();
        item("response.output_item.done", item);
    }

    /** What the events of a kind's text are called. */
    private static String words(Kind kind) {
        return switch (kind) {
            case TEXT -> "response.output_text";
            case REFUSAL -> "response.refusal";
            case REASONING -> "response.reasoning_summary_text";
            case CALL -> "response.function_call_arguments";
        };
    }

    private static void logprobs(Kind kind, JsonGenerator out) throws IOException {
        if (kind == Kind.TEXT) {
            out.writeArrayFieldStart("logprobs");
            out.writeEndArray();
        }
    }

    private void part(String step, OutputItem item) {
        boolean thoughts = item.kind() == Kind.REASONING;
        inItem((thoughts ? "response.reasoning_summary_part" : "response.content_part") + step, item, out -> {
            out.writeFieldName("part");
            item.part(out);
        });
    }

    private void item(String type, OutputItem item) {
        event(type, out -> {
            out.writeNumberField("output_index", item.index());
            out.writeFieldName("item");
            item.write(out);
        });
    }

    private void inItem(String type, OutputItem item, Filling rest) {
        event(type, out -> {
            out.writeStringField("item_id", item.id());
            out.writeNumberField("output_index", item.index());
            if (item.kind() != Kind.CALL) {
                out.writeNumberField(item.kind() == Kind.REASONING ? "summary_index" : "content_index", 0);
            }
            rest.fill(out);
        });
    }

    private void event(String type, Filling rest) {
        Bytes event = JsonTrees.write(
                "event: " + type + "\ndata: ",
                out -> {
                    out.writeStartObject();
                    out.writeStringField("type", type);
                    out.writeNumberField("sequence_number", sequence++);
                    rest.fill(out);
                    out.writeEndObject();
                },
                "\n\n");
        bytes.write(event.array(), event.offset(), event.length());
    }
}
