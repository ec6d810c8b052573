package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.gemini.ArrayStream;
import io.vertx.core.buffer.Buffer;

/** Writes the events of one stream as the elements of a JSON array. */
final class EventArray implements ReplyWriter.Rewriting {

    private final SseFramer framer = new SseFramer();
    private final ArrayStream array = new ArrayStream();
    private Buffer out = Buffer.buffer();

    @Override
    public Buffer pass(Buffer chunk) {
        Bytes bytes = WholeBody.view(chunk);
        out = Buffer.buffer();
        framer.feed(bytes.array(), bytes.offset(), bytes.end(), this::event);
        return out;
    }

    @Override
    public Buffer end() {
        out = Buffer.buffer();
        framer.finish(this::event);
        append(array.end());
        return out;
    }

    private void event(byte[] event, int from, int to) {
        append(array.event(event, from, to));
    }

    private void append(Bytes bytes) {
        out.appendBytes(bytes.array(), bytes.offset(), bytes.length());
    }
}
