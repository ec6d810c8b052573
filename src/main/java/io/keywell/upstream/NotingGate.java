package io.keywell.upstream;

import io.keywell.catalog.Pool;
import io.keywell.core.Bytes;
import io.keywell.protocol.responses.AnswerIds;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The gate of an answer that its provider may keep: notes who made it, by the id in its beginning. */
final class NotingGate implements Gate {

    /** The id stands before anything that was generated. */
    private static final int BEGINNING = 4 * 1024;

    private final Gate gate;
    private final Makers makers;
    private final Pool pool;
    private @Nullable Buffer beginning = Buffer.buffer();

    NotingGate(Gate gate, Makers makers, Pool pool) {
        this.gate = gate;
        this.makers = makers;
        this.pool = pool;
    }

    @Override
    public void feed(Buffer chunk) {
        Buffer soFar = beginning;
        if (soFar != null) {
            soFar.appendBuffer(chunk.slice(0, Math.min(chunk.length(), BEGINNING)));
            Bytes bytes = Buffers.view(soFar);
            String id = AnswerIds.first(bytes);
            if (id != null) {
                makers.made(id, pool);
            }
            beginning = id == null && bytes.length() < BEGINNING ? soFar : null;
        }
        gate.feed(chunk);
    }

    @Override
    public void end() {
        gate.end();
    }
}
