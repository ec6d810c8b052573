package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.protocol.SseData;
import io.keywell.protocol.SseFramer;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** Writes the events of one stream as the elements of a JSON array, as Gemini's callers get it that do not ask for events. */
final class EventArray {

    private final SseFramer framer = new SseFramer();
    private final SseData data = new SseData();
    private Buffer out = Buffer.buffer();
    private boolean begun;

    /** The elements that the chunk completes. */
    Buffer pass(Buffer chunk) {
        Bytes bytes = WholeBody.view(chunk);
        out = Buffer.buffer();
        framer.feed(bytes.array(), bytes.offset(), bytes.end(), this::event);
        return out;
    }

    /** What is left, and the array's end. */
    Buffer end() {
        out = Buffer.buffer();
        framer.finish(this::event);
        return out.appendString(begun ? "]" : "[]");
    }

    private void event(byte[] array, int from, int to) {
        data.read(array, from, to);
        if (data.present()) {
            out.appendString(begun ? ",\n" : "[");
            out.appendBytes(data.array(), data.from(), data.to() - data.from());
            begun = true;
        }
    }

    /** The rest of a stream in this form. */
    ReadStream<Buffer> over(ReadStream<Buffer> source) {
        return new Rest(source);
    }

    private final class Rest implements ReadStream<Buffer> {
        private final ReadStream<Buffer> source;
        private Handler<Buffer> handler = ignored -> {};

        Rest(ReadStream<Buffer> source) {
            this.source = source;
        }

        private void hand(Buffer elements) {
            if (elements.length() > 0) {
                handler.handle(elements);
            }
        }

        @Override
        public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> ignored) {
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> newHandler) {
            handler = newHandler == null ? ignored -> {} : newHandler;
            source.handler(chunk -> hand(pass(chunk)));
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> newHandler) {
            source.endHandler(ended -> {
                hand(end());
                if (newHandler != null) {
                    newHandler.handle(ended);
                }
            });
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            source.pause();
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            source.resume();
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            source.fetch(amount);
            return this;
        }
    }
}
