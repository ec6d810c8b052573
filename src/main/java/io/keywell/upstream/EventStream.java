package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.Framer;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.SseSink;
import io.keywell.protocol.StreamEvents;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream's events as they pass: only whole events go on, the usage that only the gateway asked for is withheld,
 * a provider's error is never shown. A chunk of whole events passes without a copy.
 */
final class EventStream implements StreamTap, SseSink {

    private static final Buffer NOTHING = Buffer.buffer();

    private final Framer framer;
    private final Protocol protocol;
    private final StreamEvents reader;
    private final String requestId;
    private final boolean usageShown;
    private final long inputEstimate;

    private boolean content;
    private boolean done;
    private boolean ending;
    private boolean failed;
    private @Nullable Bytes error;

    // The events of the present chunk that go on: a run of one array, and what came before it.
    private @Nullable Buffer gathered;
    private byte[] run = {};
    private int runFrom;
    private int runTo;

    /**
     * @param usageShown whether the caller is shown what was asked for by the gateway alone; also true where nobody asked
     */
    EventStream(Framer framer, Protocol protocol, String requestId, boolean usageShown, long inputEstimate) {
        this.framer = framer;
        this.protocol = protocol;
        this.reader = protocol.events();
        this.requestId = requestId;
        this.usageShown = usageShown;
        this.inputEstimate = inputEstimate;
    }

    @Override
    public boolean hasContent() {
        return content || done;
    }

    @Override
    public @Nullable Bytes error() {
        return error;
    }

    @Override
    public Buffer pass(Buffer chunk) {
        Bytes bytes = Buffers.view(chunk);
        begin();
        if (!framer.feed(bytes.array(), bytes.offset(), bytes.end(), this)) {
            failed = true;
        }
        boolean whole = gathered == null && run == bytes.array() && runTo - runFrom == bytes.length();
        return whole ? chunk : taken();
    }

    @Override
    public Buffer rest() {
        begin();
        ending = true;
        framer.finish(this);
        // A stream that just ends, without saying that it has ended, was cut off; its error must begin a line.
        failed |= !done && !reader.finished();
        return failed ? NOTHING : taken();
    }

    private void begin() {
        gathered = null;
        runFrom = 0;
        runTo = 0;
    }

    @Override
    public void event(byte[] array, int from, int to) {
        if (failed) {
            return;
        }
        StreamEvents.Kind kind = reader.read(array, from, to);
        switch (kind) {
            case ERROR -> {
                failed = true;
                error = reader.data();
                return;
            }
            case USAGE_ONLY -> {
                if (!usageShown) {
                    return;
                }
            }
            case CONTENT -> content = true;
            case DONE -> done = true;
            case OTHER -> {
                // The last event has no end and cannot be read: it was torn.
                if (ending) {
                    return;
                }
            }
            default -> {}
        }
        int cut = reader.emptyUsageFrom();
        if (usageShown || cut == reader.emptyUsageTo()) {
            goOn(array, from, to);
        } else {
            goOn(array, from, cut);
            goOn(array, reader.emptyUsageTo(), to);
        }
    }

    private void goOn(byte[] array, int from, int to) {
        if (runTo > runFrom && run == array && runTo == from) {
            runTo = to;
            return;
        }
        closeRun();
        run = array;
        runFrom = from;
        runTo = to;
    }

    private void closeRun() {
        if (runTo > runFrom) {
            gathered = gathered == null ? Buffer.buffer() : gathered;
            gathered.appendBytes(run, runFrom, runTo - runFrom);
            runTo = runFrom;
        }
    }

    private Buffer taken() {
        closeRun();
        return gathered == null ? NOTHING : gathered;
    }

    @Override
    public Buffer broken() {
        return Buffers.of(protocol.errorEvent(BROKEN, requestId));
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public Usage usage() {
        Usage reported = reader.usage();
        return reported != null ? reported : Usage.estimated(inputEstimate, reader.outputEstimate());
    }
}
