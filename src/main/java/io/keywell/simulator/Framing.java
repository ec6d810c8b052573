package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** How the events of a family's streams are written. Stateless. */
interface Framing {

    /** The stream's content type. */
    String type();

    /** Whether frames are lines of text, which may be odd and still legal; else they are bytes with checksums. */
    boolean isText();

    Buffer frame(Event event);

    /**
     * The frames as they are sent.
     *
     * @param whole whether the stream comes to its end
     */
    default List<Buffer> joined(List<Buffer> frames, boolean whole) {
        return frames;
    }

    /** The same in the odd but legal form that a fault asks for, where there is one. */
    default Framing odd(Fault fault) {
        return this;
    }
}
