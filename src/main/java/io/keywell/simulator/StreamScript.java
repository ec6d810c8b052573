package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import io.keywell.simulator.Answers.Events;
import io.keywell.simulator.FaultRule.Act;
import io.keywell.simulator.Script.Ending;
import io.keywell.simulator.Script.Rhythm;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Server-sent events of an answer, good or with an oddity. */
final class StreamScript {

    static final String TYPE = "text/event-stream; charset=utf-8";

    private final Events answer;
    private final String error;
    private final Rhythm usual;
    private final List<String> events = new ArrayList<>();

    private StreamScript(Events answer, String error, Rhythm usual) {
        this.answer = answer;
        this.error = error;
        this.usual = usual;
    }

    static Script good(Events answer, Rhythm usual) {
        return new StreamScript(answer, "", usual).whole(StreamScript::event);
    }

    /** @param error the body of the error that may come in between */
    static Script faulty(Events answer, String error, Act act, Rhythm usual) {
        return new StreamScript(answer, error, usual).faulty(act);
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
            case USAGE_MISSING -> whole(StreamScript::event, false);
            case SSE_CRLF -> whole(event -> event(event).replace("\n", "\r\n"));
            case SSE_COMMENTS -> whole(event -> ": keep-alive\n\n:\n" + (named(event) + "id: 1\n" + data(event)));
            case SSE_MULTILINE ->
                whole(event -> event(new Event(event.name(), event.data().replaceFirst(",\"", ",\ndata: \""))));
            case SSE_NO_FINAL_BLANK -> whole(StreamScript::event).withoutFinalBlank();
            case SSE_DOUBLE_DONE -> whole(StreamScript::event).endingTwice();
            default -> whole(StreamScript::event);
        };
    }

    private static String event(Event event) {
        return (event.name() == null ? "" : named(event)) + data(event);
    }

    private static String named(Event event) {
        return "event: " + (event.name() == null ? "message" : event.name()) + "\n";
    }

    private static String data(Event event) {
        return "data: " + event.data() + "\n\n";
    }

    /** The opening and so many pieces of content. */
    private StreamScript beginning(int pieces) {
        answer.opening().forEach(event -> events.add(event(event)));
        answer.content().stream().limit(pieces).forEach(event -> events.add(event(event)));
        return this;
    }

    private StreamScript error() {
        events.add(event(answer.error(error)));
        return this;
    }

    /** The beginning of one more event. */
    private StreamScript torn() {
        String whole = event(answer.closing(true).get(0));
        events.add(whole.substring(0, whole.length() / 2));
        return this;
    }

    private Script whole(Function<Event, String> framing) {
        return whole(framing, true);
    }

    private Script whole(Function<Event, String> framing, boolean usage) {
        answer.opening().forEach(event -> events.add(framing.apply(event)));
        answer.content().forEach(event -> events.add(framing.apply(event)));
        answer.closing(usage).forEach(event -> events.add(framing.apply(event)));
        return script(Ending.END);
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
