package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.FailureClass;
import io.vertx.core.buffer.Buffer;

/** The gate of a stream: it opens at the first event with content; role chunks and comments are held back until then. */
final class StreamGate implements Gate {

    private final Attempt attempt;
    private final StreamTap events;
    private final Buffer held = Buffer.buffer();

    StreamGate(Attempt attempt, StreamTap events) {
        this.attempt = attempt;
        this.events = events;
    }

    @Override
    public void feed(Buffer chunk) {
        held.appendBuffer(events.pass(chunk));
        if (events.failed()) {
            fail();
        } else if (events.hasContent()) {
            attempt.commit(held, events);
        }
    }

    @Override
    public void end() {
        held.appendBuffer(events.rest());
        if (events.failed()) {
            fail();
        } else {
            attempt.answer(held, events.usage());
        }
    }

    private void fail() {
        Bytes error = events.error();
        attempt.fail(
                error == null
                        ? attempt.signals().broken(attempt.turn(), FailureClass.FAULT)
                        : attempt.signals().inside(attempt.turn(), error));
    }
}
