package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.protocol.SseData;
import io.keywell.protocol.chat.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a stream's tool calls, which come in pieces, whole ones: what a choice calls stands in the chunk that says why
 * the choice ended, as Mistral writes it. Everything else passes as it is. One for each stream, on one thread.
 */
public final class WholeToolCalls {

    private static final byte[] WORD = "\"tool_calls\"".getBytes(StandardCharsets.US_ASCII);
    private static final String CALLS = "tool_calls";
    private static final String FUNCTION = "function";

    /** Characters of arguments, and what a piece takes besides; what never ends must not fill the memory. */
    private static final int LONGEST = 8 << 20;

    private static final int PIECE = 32;

    private final SseData data = new SseData();
    private final Map<Integer, TreeMap<Integer, Call>> held = new TreeMap<>();
    private long length;
    private @Nullable ObjectNode last;

    /** What of one event goes on; empty when all of it is held back. */
    public Bytes take(byte[] event, int from, int to) {
        Bytes same = new Bytes(event, from, to - from);
        if (held.isEmpty() && !mentions(event, from, to)) {
            return same;
        }
        data.read(event, from, to);
        if (data.startsWith("[DONE]")) {
            return ended(same);
        }
        ObjectNode chunk = data.present() ? JsonTrees.object(data.array(), data.from(), data.to()) : null;
        if (chunk == null || !(chunk.get("choices") instanceof ArrayNode choices)) {
            return same;
        }
        boolean changed = false;
        boolean empty = !chunk.hasNonNull("usage");
        for (JsonNode choice : choices) {
            if (choice instanceof ObjectNode object) {
                changed |= choice(object);
                empty &= saysNothing(object);
            }
        }
        if (!changed) {
            return same;
        }
        last = chunk;
        return empty ? Bytes.EMPTY : event(chunk);
    }

    /** A stream that ends without having said why: its calls are told nevertheless. */
    private Bytes ended(Bytes done) {
        ObjectNode chunk = last;
        if (held.isEmpty() || chunk == null) {
            return done;
        }
        chunk.remove("usage");
        ArrayNode choices = chunk.putArray("choices");
        held.forEach((index, calls) -> {
            ObjectNode choice = choices.addObject().put("index", index);
            whole(calls, choice.putObject("delta"));
            choice.put("finish_reason", CALLS);
        });
        held.clear();
        Bytes told = event(chunk);
        byte[] both = Arrays.copyOf(told.array(), told.length() + done.length());
        System.arraycopy(done.array(), done.offset(), both, told.length(), done.length());
        return Bytes.of(both);
    }

    private static Bytes event(ObjectNode chunk) {
        return JsonTrees.write("data: ", out -> out.writeTree(chunk), "\n\n");
    }

    /** Whether more is held back than a model can mean. */
    public boolean tooMuch() {
        return length > LONGEST;
    }

    /** Whether something of the choice was held back or given out. */
    private boolean choice(ObjectNode choice) {
        int index = choice.path("index").asInt();
        boolean ends = choice.path("finish_reason").isTextual();
        ObjectNode delta = choice.get("delta") instanceof ObjectNode object ? object : choice.putObject("delta");
        boolean pieces = delta.get(CALLS) instanceof ArrayNode calls && !calls.isEmpty();
        if (pieces) {
            TreeMap<Integer, Call> known = held.computeIfAbsent(index, any -> new TreeMap<>());
            delta.remove(CALLS).forEach(piece -> take(piece, known));
        }
        TreeMap<Integer, Call> whole = ends ? held.remove(index) : null;
        if (whole != null) {
            whole(whole, delta);
        }
        return pieces || whole != null;
    }

    private static void whole(TreeMap<Integer, Call> calls, ObjectNode delta) {
        ArrayNode all = delta.putArray(CALLS);
        calls.forEach((number, call) -> all.add(call.whole(number)));
    }

    /** Who gives a call no number begins a new one where it names it. */
    private void take(JsonNode piece, TreeMap<Integer, Call> known) {
        int next = known.isEmpty() ? 0 : known.lastKey() + 1;
        boolean begins = known.isEmpty() || piece.path(FUNCTION).hasNonNull("name");
        int number = piece.path("index").isInt() ? piece.path("index").intValue() : begins ? next : next - 1;
        length += known.computeIfAbsent(number, any -> new Call(piece)).add(piece.path(FUNCTION));
    }

    private static boolean saysNothing(ObjectNode choice) {
        return !choice.hasNonNull("finish_reason") && choice.path("delta").isEmpty();
    }

    private static boolean mentions(byte[] event, int from, int to) {
        for (int at = from; at <= to - WORD.length; at++) {
            if (event[at] == '"' && Arrays.equals(event, at, at + WORD.length, WORD, 0, WORD.length)) {
                return true;
            }
        }
        return false;
    }

    /** One call so far. What its first piece says besides the function counts. */
    private static final class Call {
        private final ObjectNode head;
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();

        Call(JsonNode first) {
            head = first instanceof ObjectNode object ? object.deepCopy() : JsonTrees.newObject();
        }

        /** The characters that it adds. */
        int add(JsonNode function) {
            String piece = function.path("name").asText("");
            name = name.isEmpty() ? piece : name;
            JsonNode more = function.path("arguments");
            String text = more.isObject() ? JsonTrees.text(more) : more.asText("");
            arguments.append(text);
            return text.length() + PIECE;
        }

        ObjectNode whole(int number) {
            head.put("index", number);
            head.putObject(FUNCTION)
                    .put("name", name)
                    .put("arguments", arguments.isEmpty() ? "{}" : arguments.toString());
            return head;
        }
    }
}
