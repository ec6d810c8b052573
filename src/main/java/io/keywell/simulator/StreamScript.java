package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import io.keywell.simulator.Answers.Events;
import io.keywell.simulator.FaultRule.Act;
import io.keywell.simulator.Script.Ending;
import io.keywell.simulator.Script.Rhythm;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The events of an answer as a stream, good or with an oddity. */
final class StreamScript {

    private static final int COMMENTS = 3;

    private final Events answer;
    private final String error;
    private final Rhythm usual;
    private final Framing framing;
    private final List<Buffer> frames = new ArrayList<>();

    private StreamScript(Events answer, String error, Framing framing, Rhythm usual) {
        this.answer = answer;
        this.error = error;
        this.framing = framing;
        this.usual = usual;
    }

    static Script good(Events answer, Framing framing, Rhythm usual) {
        return new StreamScript(answer, "", framing, usual).whole(true);
    }

    /** A stream of one event. */
    static Script of(Event event, Framing framing, Rhythm rhythm) {
        List<Buffer> frames = framing.joined(List.of(framing.frame(event)), true);
        return new Script(framing.type(), frames, Ending.END, Script.CHUNKED, rhythm);
    }

    /** @param error the body of the error that may come in between */
    static Script faulty(Events answer, String error, Act act, Framing framing, Rhythm usual) {
        return new StreamScript(answer, error, framing.odd(act.fault()), usual).faulty(act);
    }

    private Script faulty(Act act) {
        return switch (act.fault()) {
            case BREAK -> beginning(act.after()).script(Ending.CUT);
            case STALL -> beginning(act.after()).script(Ending.SILENCE);
            case RESET_AFTER_HEAD -> script(Ending.RESET);
            case EMPTY_200 -> new Script(framing.type(), List.of(), Ending.END, 0, usual);
            case ERROR_EVENT_FIRST -> beginning(0).error().script(Ending.END);
            case ERROR_EVENT_LATER -> beginning(act.after()).error().script(Ending.END);
            case TRUNCATED_JSON -> beginning(act.after()).torn().script(false, Ending.END);
            case BAD_CHECKSUM ->
                framing.isText()
                        ? whole(true)
                        : beginning(act.after()).damaged().script(Ending.END);
            case DRIP -> whole(true).dripping(act.gapMillis());
            case GAPS -> paced(whole(true), act);
            case UTF8_SPLIT -> splitCharacters(act);
            case GZIP -> whole(true).compressed();
            case QUEUED -> framing.isText() ? queued(act) : whole(true);
            case USAGE_MISSING -> whole(false);
            case SSE_NO_FINAL_BLANK -> framing.isText() ? whole(true).withoutFinalBlank() : whole(true);
            case SSE_DOUBLE_DONE -> whole(true).endingTwice();
            default -> whole(true);
        };
    }

    /** The opening and so many pieces of content. */
    private StreamScript beginning(int pieces) {
        answer.opening().forEach(event -> frames.add(framing.frame(event)));
        answer.content().stream().limit(pieces).forEach(event -> frames.add(framing.frame(event)));
        return this;
    }

    private StreamScript error() {
        frames.add(framing.frame(answer.error(error)));
        return this;
    }

    /** The beginning of one more event. */
    private StreamScript torn() {
        Buffer whole = next();
        frames.add(whole.getBuffer(0, whole.length() / 2));
        return this;
    }

    /** One more event with a bit turned over in front of the last checksum. */
    private StreamScript damaged() {
        Buffer frame = next();
        int at = frame.length() - 2 * Integer.BYTES;
        frames.add(frame.setByte(at, (byte) (frame.getByte(at) ^ 1)));
        return this;
    }

    private Buffer next() {
        return framing.frame(answer.closing(true).get(0));
    }

    private Script whole(boolean usage) {
        answer.opening().forEach(event -> frames.add(framing.frame(event)));
        answer.content().forEach(event -> frames.add(framing.frame(event)));
        answer.closing(usage).forEach(event -> frames.add(framing.frame(event)));
        return script(Ending.END);
    }

    private Script queued(Act act) {
        for (int i = 0; i < COMMENTS; i++) {
            frames.add(framing.frame(Event.comment("keep-alive")));
        }
        return paced(whole(true), act);
    }

    private Script splitCharacters(Act act) {
        List<Buffer> parts = Script.splitInsideCharacters(whole(true).frames());
        return paced(new Script(framing.type(), parts, Ending.END, Script.CHUNKED, usual), act);
    }

    private Script paced(Script script, Act act) {
        Rhythm slow = new Rhythm(usual.first(), act.gapMillis());
        return new Script(framing.type(), script.frames(), script.ending(), Script.CHUNKED, slow);
    }

    private Script script(Ending ending) {
        return script(ending == Ending.END, ending);
    }

    private Script script(boolean whole, Ending ending) {
        return new Script(framing.type(), framing.joined(frames, whole), ending, Script.CHUNKED, usual);
    }
}
