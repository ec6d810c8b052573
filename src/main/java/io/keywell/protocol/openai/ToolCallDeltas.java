package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.JsonTrees;
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
 * of a later one wait until the arguments of the open one are whole JSON, which they nearly always are by then.
 *
 * <p>Vendors differ: some send no index, some the same index for every call with a new id each time, some the whole call
 * at once.
 */
final class ToolCallDeltas {

    /** A call as far as it is known. */
    private static final class Call {
        private final JsonEnd end = new JsonEnd();
        private final StringBuilder held = new StringBuilder();
        private String id;
        private String name;
        private @Nullable Seal seal;

        private Call(String id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    private final StreamDraft draft;
    private final Map<Integer, Call> byIndex = new HashMap<>();
    private final Queue<Call> waiting = new ArrayDeque<>();
    private @Nullable Call open;
    private int calls;

    ToolCallDeltas(StreamDraft draft) {
        this.draft = draft;
    }

    boolean any() {
        return calls > 0;
    }

    /** The pieces of one chunk. */
    void read(JsonNode deltas, Consumer<ChatEvent> sink) {
        for (JsonNode delta : deltas) {
            JsonNode function = delta.path("function");
            Call call = callOf(delta, function);
            if (call.seal == null) {
                call.seal = ToolCalls.seal(delta);
            }
            arguments(call, function.path("arguments"), sink);
        }
    }

    /** A piece of the one call that the old functions allow. */
    void readOld(JsonNode function, Consumer<ChatEvent> sink) {
        Call call = byIndex.get(0);
        if (call == null) {
            call = begin(0, "", function.path("name").asText());
        }
        arguments(call, function.path("arguments"), sink);
    }

    private Call callOf(JsonNode delta, JsonNode function) {
        String id = delta.path("id").asText("");
        String name = function.path("name").asText("");
        boolean names = !name.isEmpty();
        JsonNode index = delta.get("index");
        int number = index != null && index.isInt() ? index.intValue() : names ? calls : Math.max(0, calls - 1);
        Call known = byIndex.get(number);
        boolean another = known != null && names && !id.isEmpty() && !known.id.isEmpty() && !known.id.equals(id);
        if (known == null || another) {
            return begin(number, id, name);
        }
        if (known.name.isEmpty()) {
            known.name = name;
        }
        if (known.id.isEmpty()) {
            known.id = id;
        }
        return known;
    }

    private Call begin(int index, String id, String name) {
        Call call = new Call(id, name);
        calls++;
        byIndex.put(index, call);
        waiting.add(call);
        return call;
    }

    private void arguments(Call call, JsonNode arguments, Consumer<ChatEvent> sink) {
        String piece = arguments.isObject() ? JsonTrees.text(arguments) : arguments.asText("");
        call.end.take(piece);
        if (call == open) {
            draft.arguments(piece, sink);
        } else if (call == waiting.peek() || waiting.contains(call)) {
            call.held.append(piece);
        }
        advance(sink, false);
    }

    /** The answer's calls are all there. */
    void finish(Consumer<ChatEvent> sink) {
        advance(sink, true);
    }

    /** Opens what waits, as far as the calls before it are whole. */
    private void advance(Consumer<ChatEvent> sink, boolean all) {
        while (true) {
            Call next = waiting.peek();
            boolean ready = open == null || open.end.whole();
            if (next == null || !(all || (ready && !next.name.isEmpty()))) {
                return;
            }
            waiting.remove();
            open = next;
            draft.toolCall(
                    next.id.isEmpty() ? "call_" + (calls - waiting.size() - 1) : next.id, next.name, next.seal, sink);
            draft.arguments(next.held.toString(), sink);
        }
    }
}
