package io.keywell.upstream;

import io.keywell.core.Usage;
import io.vertx.core.buffer.Buffer;

/** The gate of an answer that is no JSON, sound or plain text: it opens with the first bytes, and nothing is read. */
final class RawGate implements Gate, Gate.Tap {

    private static final int BYTES_PER_TOKEN = 4;

    private final Attempt attempt;
    private final boolean counts;
    private long length;

    /**
     * @param counts whether the length says something of the tokens that were generated
     */
    RawGate(Attempt attempt, boolean counts) {
        this.attempt = attempt;
        this.counts = counts;
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
        return Usage.estimated(attempt.walk().need().input(), counts ? length / BYTES_PER_TOKEN : 0);
    }
}
