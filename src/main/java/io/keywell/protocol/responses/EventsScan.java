package io.keywell.protocol.responses;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.SseData;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.TokenEstimate;
import io.keywell.protocol.Truth;
import io.keywell.protocol.openai.UsageFields;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream of events as it passes. An event's {@code type} stands first in what vendors send, but nothing
 * depends on that: an event is walked once, and judged at its end.
 */
final class EventsScan implements StreamEvents {

    private final SseData data = new SseData();
    private final JsonScan scan = JsonScan.lenient();
    private final UsageFields usageFields = new UsageFields();

    private @Nullable Usage usage;
    private long textBytes;
    private long contentEvents;
    private boolean finished;

    // Of the event that is being read.
    private String type = "";
    private boolean error;
    private boolean generated;
    private long deltaBytes;

    @Override
    public Kind read(byte[] event, int from, int to) {
        data.read(event, from, to);
        if (!data.present() || data.from() == data.to()) {
            return Kind.COMMENT;
        }
        if (data.startsWith("[DONE]")) {
            return Kind.DONE;
        }
        type = "";
        error = generated = false;
        deltaBytes = 0;
        scan.reset(data.array(), data.from(), data.to());
        if (scan.openObject()) {
            while (scan.nextField()) {
                field();
            }
        }
        return kind();
    }

    private Kind kind() {
        if (error || data.namedError() || type.equals("error") || type.equals("response.failed")) {
            return Kind.ERROR;
        }
        if (scan.problem() != null || type.isEmpty()) {
            return Kind.OTHER;
        }
        if (type.equals("response.completed") || type.equals("response.incomplete")) {
            finished = true;
            return Kind.DONE;
        }
        if (generated) {
            contentEvents++;
            textBytes += deltaBytes;
            return Kind.CONTENT;
        }
        return type.endsWith(".done") ? Kind.CONTENT : Kind.ROLE_ONLY;
    }

    private void field() {
        if (scan.keyIs("type") && scan.peek() == '"') {
            type = scan.string() ? scan.tokenText() : "";
        } else if (scan.keyIs("delta")) {
            scan.text().clear();
            generated = Truth.take(scan);
            deltaBytes = scan.text().bytes();
        } else if (scan.keyIs("error")) {
            error |= Truth.take(scan);
        } else if (scan.keyIs("response") && scan.peek() == '{') {
            response();
        } else {
            scan.value();
        }
    }

    private void response() {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("usage")) {
                Usage reported = usageFields.take(scan);
                usage = reported == null ? usage : reported;
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

    @Override
    public @Nullable Usage usage() {
        return usage;
    }

    @Override
    public long outputEstimate() {
        return Math.max(contentEvents, TokenEstimate.ofBytes(textBytes));
    }
}
