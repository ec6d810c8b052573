package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.SseData;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.TokenEstimate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of GenerateContentResponse objects as it passes. Each chunk is walked once by its structure and allocates
 * nothing but its usage. There is no mark at the end: the reason of the end is the last thing that counts.
 */
final class ChunkReader implements StreamEvents {

    private final SseData data = new SseData();
    private final JsonScan scan = JsonScan.lenient();
    private final UsageFields usageFields = new UsageFields();

    private @Nullable Usage usage;
    private long textBytes;
    private long contentEvents;
    private boolean finished;
    private boolean ends;

    // Of the event that is being read.
    private boolean content;
    private boolean error;
    private boolean known;

    @Override
    public Kind read(byte[] event, int from, int to) {
        data.read(event, from, to);
        if (!data.present()) {
            return Kind.COMMENT;
        }
        if (data.startsWith("[DONE]")) {
            return Kind.DONE;
        }
        content = error = known = ends = false;
        scan.reset(data.array(), data.from(), data.to());
        if (scan.openObject()) {
            while (scan.nextField()) {
                field();
            }
        }
        // What was torn apart does not reach the caller, thus ends nothing.
        finished |= ends && scan.problem() == null;
        Kind kind = kind();
        if (kind == Kind.CONTENT) {
            contentEvents++;
        }
        return kind;
    }

    private Kind kind() {
        if (error || data.namedError()) {
            return Kind.ERROR;
        }
        if (scan.problem() != null) {
            return Kind.OTHER;
        }
        return content ? Kind.CONTENT : known ? Kind.ROLE_ONLY : Kind.OTHER;
    }

    private void field() {
        if (scan.keyIs("candidates") && scan.peek() == '[') {
            known = true;
            scan.openArray();
            while (scan.nextElement()) {
                candidate();
            }
        } else if (scan.keyIs("usageMetadata")) {
            known = true;
            Usage reported = usageFields.take(scan);
            usage = reported == null ? usage : reported;
        } else if (scan.keyIs("promptFeedback") && scan.peek() == '{') {
            known = true;
            reason("blockReason");
        } else if (scan.keyIs("error")) {
            error |= scan.peek() == '{' || scan.peek() == '"';
            scan.value();
        } else {
            scan.value();
        }
    }

    /** Takes an object in which that field says why the answer ended. */
    private void reason(String name) {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs(name)) {
                ends();
            } else {
                scan.value();
            }
        }
    }

    private void ends() {
        if (scan.peek() != '"') {
            scan.value();
        } else if (scan.string() && scan.tokenEnd() - scan.tokenStart() > 2) {
            content = true;
            ends = true;
        }
    }

    private void candidate() {
        if (scan.peek() != '{') {
            scan.value();
            return;
        }
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("content") && scan.peek() == '{') {
                content();
            } else if (scan.keyIs("finishReason")) {
                ends();
            } else {
                scan.value();
            }
        }
    }

    private void content() {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("parts") && scan.peek() == '[') {
                scan.openArray();
                while (scan.nextElement()) {
                    part();
                }
            } else {
                scan.value();
            }
        }
    }

    /** Everything but an empty text is content: calls, data, code. */
    private void part() {
        if (scan.peek() != '{') {
            scan.value();
            return;
        }
        scan.openObject();
        while (scan.nextField()) {
            boolean mark = scan.keyIs("thought") || scan.keyIs("thoughtSignature");
            scan.text().clear();
            boolean text = scan.peek() == '"';
            if (scan.value() && !mark) {
                content |= !text || scan.tokenEnd() - scan.tokenStart() > 2;
                textBytes += scan.text().bytes();
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
