package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.Framer;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.SseSink;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.convert.ConvertedStream;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes a stream of another dialect the caller's, event by event. A provider's error is never shown. */
final class ConvertedEvents implements StreamTap, SseSink {

    private static final Logger LOG = Logger.getLogger(ConvertedEvents.class);
    private static final Buffer NOTHING = Buffer.buffer();

    private final Framer framer;
    private final ConvertedStream stream;
    private final Protocol callers;
    private final String requestId;
    private final long inputEstimate;

    private @Nullable Buffer out;
    private boolean content;
    private boolean failed;
    private @Nullable Bytes error;

    /**
     * @param callers the dialect in which the caller is told that the stream broke
     */
    ConvertedEvents(Framer framer, ConvertedStream stream, Protocol callers, String requestId, long inputEstimate) {
        this.framer = framer;
        this.stream = stream;
        this.callers = callers;
        this.requestId = requestId;
        this.inputEstimate = inputEstimate;
    }

    @Override
    public boolean hasContent() {
        return content;
    }

    @Override
    public @Nullable Bytes error() {
        return error;
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public Buffer pass(Buffer chunk) {
        Bytes bytes = Buffers.view(chunk);
        out = null;
        if (!framer.feed(bytes.array(), bytes.offset(), bytes.end(), this)) {
            failed = true;
        }
        return taken();
    }

    @Override
    public Buffer rest() {
        out = null;
        framer.finish(this);
        if (!failed) {
            take(stream.end());
        }
        return taken();
    }

    @Override
    public void event(byte[] array, int from, int to) {
        if (!failed) {
            try {
                take(stream.read(array, from, to));
            } catch (RuntimeException e) {
                // A mistake in a conversion must end this stream and nothing else.
                LOG.errorf(e, "Request %s: an event could not be converted", requestId);
                failed = true;
            }
        }
    }

    private void take(StreamEvents.Kind kind) {
        Bytes made = stream.output();
        if (made.length() > 0) {
            out = out == null ? Buffer.buffer() : out;
            out.appendBytes(made.array(), made.offset(), made.length());
        }
        switch (kind) {
            case CONTENT, DONE -> content = true;
            case ERROR -> {
                failed = true;
                error = stream.data().length() == 0 ? null : stream.data();
            }
            default -> {}
        }
    }

    private Buffer taken() {
        Buffer made = out;
        return made == null ? NOTHING : made;
    }

    @Override
    public Buffer broken() {
        return Buffers.of(callers.errorEvent(BROKEN, requestId));
    }

    @Override
    public Usage usage() {
        Usage reported = stream.usage();
        return reported != null ? reported : Usage.estimated(inputEstimate, stream.outputEstimate());
    }
}
