package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventWriter;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import org.jspecify.annotations.Nullable;

/**
 * Writes a caller's stream. A chunk carries whole calls of tools, so a call's arguments are gathered until it ends; the
 * usage may come after the reason of the end, so both are told at the very end, in one chunk.
 */
final class EventsOut implements EventWriter {

    private final Frame frame;
    private final StringBuilder arguments = new StringBuilder();
    private ChatEvent.@Nullable ToolCallStarted call;
    private @Nullable Usage usage;
    private Finish finish = Finish.STOP;

    EventsOut(Frame frame) {
        this.frame = frame;
    }

    @Override
    public Bytes write(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            return text(delta.text(), false);
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            return text(delta.text(), false);
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            return text(delta.text(), true);
        } else if (event instanceof ChatEvent.ToolCallStarted started) {
            call = started;
        } else if (event instanceof ChatEvent.ToolArguments piece) {
            arguments.append(piece.json());
        } else if (event instanceof ChatEvent.PartEnded && call != null) {
            return call(call);
        } else if (event instanceof ChatEvent.UsageTold told) {
            usage = told.usage();
        } else if (event instanceof ChatEvent.Finished finished) {
            finish = finished.finish();
        } else if (event instanceof ChatEvent.Completed) {
            // Google ends its streams with an empty text, too.
            return chunk(json -> AnswerOut.text("", false, json), AnswerWords.reason(finish), usage);
        }
        return Bytes.EMPTY;
    }

    private Bytes text(String text, boolean thought) {
        return chunk(json -> AnswerOut.text(text, thought, json), null, null);
    }

    private Bytes call(ChatEvent.ToolCallStarted started) {
        String json = arguments.toString();
        arguments.setLength(0);
        call = null;
        return chunk(
                out -> AnswerOut.call(started.id(), started.name(), JsonTrees.arguments(json), started.seal(), out),
                null,
                null);
    }

    private Bytes chunk(JsonTrees.Filling parts, @Nullable String reason, @Nullable Usage told) {
        return JsonTrees.write(
                "data: ",
                json -> {
                    json.writeStartObject();
                    AnswerOut.openCandidate(json);
                    parts.fill(json);
                    AnswerOut.closeCandidate(reason, json);
                    if (told != null) {
                        AnswerWords.usage(told, json);
                    }
                    AnswerOut.name(frame, json);
                    json.writeEndObject();
                },
                "\n\n");
    }
}
