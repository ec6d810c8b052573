package io.keywell.simulator;

import io.keywell.simulator.FaultRule.Act;
import io.keywell.simulator.Script.Ending;
import io.keywell.simulator.Script.Rhythm;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How a JSON body goes over the wire when something is wrong. */
final class JsonScript {

    static final String TYPE = "application/json";

    private static final int BLANK_LINES = 3;

    private JsonScript() {}

    static Script of(Buffer body, Act act, Rhythm usual) {
        int length = body.length();
        Buffer half = body.getBuffer(0, length / 2);
        Rhythm slow = new Rhythm(usual.first(), act.gapMillis());
        return switch (act.fault()) {
            case BREAK -> new Script(TYPE, List.of(half), Ending.CUT, length, usual);
            case STALL -> new Script(TYPE, List.of(half), Ending.SILENCE, length, usual);
            case RESET_AFTER_HEAD -> new Script(TYPE, List.of(), Ending.RESET, length, usual);
            case EMPTY_200 -> new Script(TYPE, List.of(), Ending.END, 0, usual);
            case TRUNCATED_JSON -> new Script(TYPE, List.of(half), Ending.END, half.length(), usual);
            case GAPS -> new Script(TYPE, List.of(half, body.getBuffer(length / 2, length)), Ending.END, length, slow);
            case UTF8_SPLIT -> new Script(TYPE, Script.splitInsideCharacters(List.of(body)), Ending.END, length, slow);
            case GZIP -> new Script(TYPE, List.of(body), Ending.END, length, usual).compressed();
            case QUEUED -> queued(body, slow);
            case DRIP -> new Script(TYPE, List.of(body), Ending.END, length, usual).dripping(act.gapMillis());
            default -> new Script(TYPE, List.of(body), Ending.END, length, usual);
        };
    }

    /** Blank lines keep the connection alive until it is the request's turn. */
    private static Script queued(Buffer body, Rhythm slow) {
        List<Buffer> frames = new ArrayList<>(Collections.nCopies(BLANK_LINES, Buffer.buffer("\n")));
        frames.add(body);
        return new Script(TYPE, frames, Ending.END, Script.CHUNKED, slow);
    }
}
