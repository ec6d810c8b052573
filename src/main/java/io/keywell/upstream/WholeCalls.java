package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Exchange;
import io.keywell.core.Usage;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.SseSink;
import io.keywell.protocol.openai.WholeToolCalls;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Holds the pieces of a stream's tool calls back until they are whole, for callers that take them only so. */
final class WholeCalls implements StreamTap, SseSink {

    private final StreamTap pieces;
    private final SseFramer framer = new SseFramer();
    private final WholeToolCalls calls = new WholeToolCalls();
    private Buffer out = Buffer.buffer();

    private WholeCalls(StreamTap pieces) {
        this.pieces = pieces;
    }

    /** @return the same tap for callers that put the pieces together themselves */
    static StreamTap create(Exchange exchange, StreamTap pieces) {
        return exchange.wholeToolCalls() && exchange.dialect() == Dialect.OPENAI ? new WholeCalls(pieces) : pieces;
    }

    @Override
    public Buffer pass(Buffer chunk) {
        return whole(pieces.pass(chunk));
    }

    @Override
    public Buffer rest() {
        Buffer last = whole(pieces.rest());
        framer.finish(this);
        return last;
    }

    private Buffer whole(Buffer events) {
        out = Buffer.buffer();
        Bytes bytes = Buffers.view(events);
        framer.feed(bytes.array(), bytes.offset(), bytes.end(), this);
        return out;
    }

    @Override
    public void event(byte[] array, int from, int to) {
        Bytes made = calls.take(array, from, to);
        out.appendBytes(made.array(), made.offset(), made.length());
    }

    @Override
    public boolean hasContent() {
        return pieces.hasContent();
    }

    @Override
    public boolean failed() {
        return pieces.failed() || calls.tooMuch();
    }

    @Override
    public Buffer broken() {
        return pieces.broken();
    }

    @Override
    public @Nullable Bytes error() {
        return pieces.error();
    }

    @Override
    public Usage usage() {
        return pieces.usage();
    }
}
