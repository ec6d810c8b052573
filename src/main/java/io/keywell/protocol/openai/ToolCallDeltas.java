package io.keywell.protocol.openai;

import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.Seal;
import io.keywell.protocol.chat.StreamDraft;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of parallel tool calls in order: one call after the other. The call that is open passes at once; pieces
 * of a later one wait until the arguments of the open one are whole JSON, which they nearly always are by then. For one
 * stream, on one thread.
 */
public final class ToolCallDeltas {

    /** A call as far as it is known. */
    private static final class Call {
        private final String id;
        private final String name;
        private final @Nullable Seal seal;
        private final JsonEnd end = new JsonEnd();
        private final StringBuilder held = new StringBuilder();
        private boolean argued;

        private Call(String id, String name, @Nullable Seal seal) {
            this.id = id;
            this.name = name;
            this.seal = seal;
        }
    }

    private final StreamDraft draft;
    private final Map<Integer, Call> byIndex = new HashMap<>();
    private final Queue<Call> waiting = new ArrayDeque<>();
    private @Nullable Call open;
    private int calls;

    public ToolCallDeltas(StreamDraft draft) {
        this.draft = draft;
    }

    /** How many calls have begun. */
    public int count() {
        return calls;
    }

    /** Whether a call with the index has begun, and is not another one than that of the id. */
    boolean knows(int index, String id) {
        Call call = byIndex.get(index);
        return call != null && (id.isEmpty() || call.id.equals(id));
    }

    public boolean knows(int index) {
        return byIndex.containsKey(index);
    }

    /** Whether the call with the index has got any arguments. */
    public boolean argued(int index) {
        Call call = byIndex.get(index);
        return call != null && call.argued;
    }

    /** A call begins; it takes the index from a call that had it before. Without an id it gets one. */
    public void begin(int index, String id, String name, @Nullable Seal seal, Consumer<ChatEvent> sink) {
        Call call = new Call(id.isEmpty() ? "call_" + calls : id, name, seal);
        calls++;
        byIndex.put(index, call);
        waiting.add(call);
        advance(sink, false);
    }

    /** A further piece of the arguments; nothing when no call has the index. */
    public void arguments(int index, String piece, Consumer<ChatEvent> sink) {
        Call call = byIndex.get(index);
        if (call == null || piece.isEmpty()) {
            return;
        }
        call.argued = true;
        call.end.take(piece);
        if (call == open) {
            draft.arguments(piece, sink);
        } else if (waiting.contains(call)) {
            call.held.append(piece);
        }
        advance(sink, false);
    }

    /** The answer's calls are all there. */
    public void finish(Consumer<ChatEvent> sink) {
        advance(sink, true);
    }

    /** Opens what waits, as far as the calls before it are whole. */
    private void advance(Consumer<ChatEvent> sink, boolean all) {
        while (!waiting.isEmpty() && (all || open == null || open.end.whole())) {
            Call next = waiting.remove();
            open = next;
            draft.toolCall(next.id, next.name, next.seal, sink);
            draft.arguments(next.held.toString(), sink);
        }
    }
}
