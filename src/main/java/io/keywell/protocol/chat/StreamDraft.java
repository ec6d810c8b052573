package io.keywell.protocol.chat;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands on a provider's stream in the order that {@link ChatEvent} promises: it numbers the parts, ends one where the next
 * one begins, and lets nothing out after the end. One for each stream, on one thread.
 */
public final class StreamDraft {

    private enum Open {
        NOTHING,
        TEXT,
        REFUSAL,
        REASONING,
        TOOL_CALL
    }

    private boolean started;
    private boolean finished;
    private boolean over;
    private Open open = Open.NOTHING;
    private int part = -1;
    private boolean argued;

    /** The stream says who it is; only the first time counts. */
    public void started(String id, String model, Consumer<ChatEvent> sink) {
        if (!started && !over) {
            started = true;
            sink.accept(new ChatEvent.Started(id, model));
        }
    }

    public void text(String delta, Consumer<ChatEvent> sink) {
        if (!delta.isEmpty() && in(Open.TEXT, sink)) {
            sink.accept(new ChatEvent.TextDelta(part, delta));
        }
    }

    public void refusal(String delta, Consumer<ChatEvent> sink) {
        if (!delta.isEmpty() && in(Open.REFUSAL, sink)) {
            sink.accept(new ChatEvent.RefusalDelta(part, delta));
        }
    }

    public void reasoning(String delta, Consumer<ChatEvent> sink) {
        if (!delta.isEmpty() && in(Open.REASONING, sink)) {
            sink.accept(new ChatEvent.ReasoningDelta(part, delta));
        }
    }

    /** Seals the thoughts that are open, or is a thought of its own. */
    public void sealed(@Nullable Seal signature, @Nullable Seal sealed, Consumer<ChatEvent> sink) {
        if (in(Open.REASONING, sink)) {
            sink.accept(new ChatEvent.ReasoningSealed(part, signature, sealed));
        }
    }

    /** A further call begins. Without an id it gets one. */
    public void toolCall(String id, String name, @Nullable Seal seal, Consumer<ChatEvent> sink) {
        endPart(sink);
        if (in(Open.TOOL_CALL, sink)) {
            argued = false;
            sink.accept(new ChatEvent.ToolCallStarted(part, id.isEmpty() ? "call_" + part : id, name, seal));
        }
    }

    /** A further piece of the arguments of the call that is open; nothing when none is. */
    public void arguments(String json, Consumer<ChatEvent> sink) {
        if (!json.isEmpty() && open == Open.TOOL_CALL && !over) {
            argued = true;
            sink.accept(new ChatEvent.ToolArguments(part, json));
        }
    }

    /** The part that is open ends, if one is. A call without any arguments gets those of an empty object. */
    public void endPart(Consumer<ChatEvent> sink) {
        if (open != Open.NOTHING && !over) {
            if (open == Open.TOOL_CALL && !argued) {
                arguments("{}", sink);
            }
            open = Open.NOTHING;
            sink.accept(new ChatEvent.PartEnded(part));
        }
    }

    public void usage(Usage usage, Consumer<ChatEvent> sink) {
        if (!over) {
            sink.accept(new ChatEvent.UsageTold(usage));
        }
    }

    /** Why it ended; only the first time counts. */
    public void finished(ChatAnswer.Finish finish, @Nullable String stopSequence, Consumer<ChatEvent> sink) {
        if (!finished && !over) {
            started("", "", sink);
            endPart(sink);
            finished = true;
            sink.accept(new ChatEvent.Finished(finish, stopSequence));
        }
    }

    /** The stream is over: complete when it said why it finished, cut off when it did not. Once. */
    public void end(Consumer<ChatEvent> sink) {
        if (!finished) {
            failed(Bytes.EMPTY, sink);
        } else if (!over) {
            over = true;
            sink.accept(new ChatEvent.Completed());
        }
    }

    /** @param error the provider's words, empty for none */
    public void failed(Bytes error, Consumer<ChatEvent> sink) {
        if (!over) {
            over = true;
            sink.accept(new ChatEvent.Failed(error));
        }
    }

    public boolean isOver() {
        return over;
    }

    /** Makes sure that a part of the kind is open; false when the stream is over. */
    private boolean in(Open kind, Consumer<ChatEvent> sink) {
        if (over || finished) {
            return false;
        }
        started("", "", sink);
        if (open != kind) {
            endPart(sink);
            open = kind;
            part++;
        }
        return true;
    }
}
