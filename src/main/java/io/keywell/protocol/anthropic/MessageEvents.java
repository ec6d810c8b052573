package io.keywell.protocol.anthropic;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.SseData;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.TokenEstimate;
import io.keywell.protocol.Truth;
import org.jspecify.annotations.Nullable;

/** Reads one stream of a message, event by event; an event allocates nothing. */
final class MessageEvents implements StreamEvents {

    private enum Type {
        PING,
        MESSAGE_STOP,
        ERROR,
        ANY
    }

    private final SseData data = new SseData();
    private final JsonScan scan = JsonScan.lenient();
    private final UsageFields usage = new UsageFields();

    private long textBytes;
    private long contentEvents;
    private boolean finished;
    private boolean ends;
    private boolean allTold;

    // Of the event that is being read.
    private Type type = Type.ANY;
    private boolean content;
    private boolean error;

    @Override
    public Kind read(byte[] event, int from, int to) {
        data.read(event, from, to);
        if (!data.present()) {
            return Kind.COMMENT;
        }
        type = Type.ANY;
        content = error = ends = false;
        scan.reset(data.array(), data.from(), data.to());
        if (scan.openObject()) {
            while (scan.nextField()) {
                field();
            }
        }
        // What was torn apart does not reach the caller, thus ends nothing.
        finished |= ends && scan.problem() == null;
        return kind();
    }

    private Kind kind() {
        if (type == Type.ERROR || error || data.namedError()) {
            return Kind.ERROR;
        }
        if (scan.problem() != null) {
            return Kind.OTHER;
        }
        if (content) {
            contentEvents++;
            return Kind.CONTENT;
        }
        return switch (type) {
            case PING -> Kind.COMMENT;
            case MESSAGE_STOP -> Kind.DONE;
            default -> Kind.ROLE_ONLY;
        };
    }

    private void field() {
        if (scan.keyIs("type") && scan.peek() == '"') {
            if (scan.string()) {
                type = type();
            }
        } else if (scan.keyIs("delta") && scan.peek() == '{') {
            delta();
        } else if (scan.keyIs("content_block") && scan.peek() == '{') {
            block();
        } else if (scan.keyIs("message") && scan.peek() == '{') {
            message();
        } else if (scan.keyIs("usage")) {
            allTold |= scan.peek() == '{';
            usage.take(scan);
        } else if (scan.keyIs("error")) {
            error |= Truth.take(scan);
        } else {
            scan.value();
        }
    }

    private Type type() {
        if (scan.tokenIs("ping")) {
            return Type.PING;
        }
        if (scan.tokenIs("message_stop")) {
            return Type.MESSAGE_STOP;
        }
        return scan.tokenIs("error") ? Type.ERROR : Type.ANY;
    }

    /** A piece of a block, or what the message's end says. */
    private void delta() {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("stop_reason")) {
                boolean said = Truth.take(scan);
                ends |= said;
                content |= said;
            } else if (scan.keyIs("type") || scan.keyIs("stop_sequence") || scan.keyIs("stop_details")) {
                scan.value();
            } else {
                generated();
            }
        }
    }

    /** Text and thoughts begin empty; every other block is something by being there. */
    private void block() {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("type") && scan.peek() == '"') {
                content |= scan.string() && !scan.tokenIs("text") && !scan.tokenIs("thinking");
            } else {
                generated();
            }
        }
    }

    private void generated() {
        scan.text().clear();
        content |= Truth.take(scan);
        textBytes += scan.text().bytes();
    }

    private void message() {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("usage")) {
                usage.take(scan);
            } else {
                scan.value();
            }
        }
    }

    @Override
    public Bytes data() {
        return new Bytes(data.array(), data.from(), data.to() - data.from());
    }

    @Override
    public boolean finished() {
        return finished;
    }

    /** The report at the message's beginning knows the input and next to nothing of the output. */
    @Override
    public @Nullable Usage usage() {
        Usage said = usage.normal();
        if (said == null || allTold) {
            return said;
        }
        long output = Math.max(said.output(), outputEstimate());
        return new Usage(said.input(), output, said.cacheRead(), said.cacheWrite(), said.reasoning(), true);
    }

    @Override
    public long outputEstimate() {
        return Math.max(contentEvents, TokenEstimate.ofBytes(textBytes));
    }
}
