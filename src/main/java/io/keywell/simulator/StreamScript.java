package io.keywell.simulator;

import io.keywell.simulator.FaultRule.Act;
import io.keywell.simulator.Script.Ending;
import io.keywell.simulator.Script.Rhythm;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Server-sent events of an answer, good or with an oddity. */
final class StreamScript {

    static final String TYPE = "text/event-stream; charset=utf-8";

    private static final String DONE = "[DONE]";

    private final Reply reply;
    private final Chunks chunks;
    private final Rhythm usual;
    private final List<String> events = new ArrayList<>();

    private StreamScript(Reply reply, Rhythm usual) {
        this.reply = reply;
        this.chunks = new Chunks(reply);
        this.usual = usual;
    }

    static Script of(Reply reply, @Nullable Act act, Rhythm usual) {
        StreamScript script = new StreamScript(reply, usual);
        return act == null ? script.whole(StreamScript::event) : script.faulty(act);
    }

    private Script faulty(Act act) {
        return switch (act.fault()) {
            case BREAK -> beginning(act.after()).script(Ending.CUT);
            case STALL -> beginning(act.after()).script(Ending.SILENCE);
            case RESET_AFTER_HEAD -> script(Ending.RESET);
            case EMPTY_200 -> new Script(TYPE, List.of(), Ending.END, 0, usual);
            case ERROR_EVENT_FIRST -> beginning(0).error().script(Ending.END);
            case ERROR_EVENT_LATER -> beginning(act.after()).error().script(Ending.END);
            case TRUNCATED_JSON -> beginning(act.after()).torn().script(Ending.END);
            case DRIP -> whole(StreamScript::event).dripping(act.gapMillis());
            case GAPS -> paced(whole(StreamScript::event), act);
            case UTF8_SPLIT -> splitCharacters(act);
            case USAGE_MISSING -> withoutUsage();
            case SSE_CRLF -> whole(data -> "data: " + data + "\r\n\r\n");
            case SSE_COMMENTS -> whole(data -> ": keep-alive\n\n:\nevent: message\nid: 1\n" + event(data));
            case SSE_MULTILINE -> whole(data -> event(data.replaceFirst(",\"", ",\ndata: \"")));
            case SSE_NO_FINAL_BLANK -> whole(data -> data.equals(DONE) ? "data: " + DONE : event(data));
            case SSE_DOUBLE_DONE -> whole(data -> data.equals(DONE) ? event(DONE) + event(DONE) : event(data));
            default -> whole(StreamScript::event);
        };
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    /** The role and so many pieces of content. */
    private StreamScript beginning(int pieces) {
        chunks.opening().forEach(data -> events.add(event(data)));
        chunks.content().stream().limit(pieces).forEach(data -> events.add(event(data)));
        return this;
    }

    private StreamScript error() {
        events.add(event(Errors.OVERLOADED.json(reply.model(), "")));
        return this;
    }

    /** The beginning of one more event. */
    private StreamScript torn() {
        String whole = event(chunks.finish());
        events.add(whole.substring(0, whole.length() / 2));
        return this;
    }

    private Script whole(UnaryOperator<String> framing) {
        addAll(framing, reply.ask().includeUsage);
        return script(Ending.END);
    }

    private Script withoutUsage() {
        addAll(StreamScript::event, false);
        return script(Ending.END);
    }

    private void addAll(UnaryOperator<String> framing, boolean usage) {
        chunks.opening().forEach(data -> events.add(framing.apply(data)));
        chunks.content().forEach(data -> events.add(framing.apply(data)));
        events.add(framing.apply(chunks.finish()));
        if (usage) {
            events.add(framing.apply(chunks.usage()));
        }
        events.add(framing.apply(DONE));
    }

    private Script splitCharacters(Act act) {
        Script script = whole(StreamScript::event);
        List<Buffer> parts = Script.splitInsideCharacters(script.frames());
        return paced(new Script(TYPE, parts, Ending.END, Script.CHUNKED, usual), act);
    }

    private Script paced(Script script, Act act) {
        Rhythm slow = new Rhythm(usual.first(), act.gapMillis());
        return new Script(TYPE, script.frames(), script.ending(), Script.CHUNKED, slow);
    }

    private Script script(Ending ending) {
        List<Buffer> frames = new ArrayList<>(events.size());
        for (String event : events) {
            frames.add(Buffer.buffer(event));
        }
        return new Script(TYPE, frames, ending, Script.CHUNKED, usual);
    }
}
