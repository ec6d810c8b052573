package io.keywell.upstream;

import io.keywell.core.Usage;
import io.vertx.core.buffer.Buffer;

/** The gate of a pass-through answer that is not JSON: it opens at once, and nothing is read. */
final class RawGate implements Gate, Gate.Tap {

    private static final int BYTES_PER_TOKEN = 4;

    private final Attempt attempt;
    private long length;

    RawGate(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public void feed(Buffer chunk) {
        length = chunk.length();
        attempt.commit(chunk, this);
    }

    @Override
    public void end() {
        attempt.answer(Buffer.buffer(), usage());
    }

    @Override
    public Buffer pass(Buffer chunk) {
        length += chunk.length();
        return chunk;
    }

    @Override
    public Usage usage() {
        return Usage.estimated(attempt.walk().need().input(), length / BYTES_PER_TOKEN);
    }
}
