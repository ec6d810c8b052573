package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Gemini's other form of a stream: one JSON array that grows. */
final class JsonArrayFraming implements Framing {

    static final Framing INSTANCE = new JsonArrayFraming();

    private JsonArrayFraming() {}

    @Override
    public String type() {
        return "application/json; charset=UTF-8";
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public Buffer frame(Event event) {
        return Buffer.buffer(event.data());
    }

    @Override
    public List<Buffer> joined(List<Buffer> frames, boolean whole) {
        List<Buffer> joined = new ArrayList<>(frames.size() + 1);
        for (Buffer frame : frames) {
            joined.add(Buffer.buffer(joined.isEmpty() ? "[" : ",\r\n").appendBuffer(frame));
        }
        if (whole) {
            joined.add(Buffer.buffer(joined.isEmpty() ? "[]" : "\r\n]"));
        }
        return joined;
    }
}
