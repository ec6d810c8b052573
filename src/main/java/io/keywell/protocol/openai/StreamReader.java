package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.JsonScan;
import io.keywell.protocol.SseData;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.TokenEstimate;
import io.keywell.protocol.Truth;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream of chat or completion chunks, event by event: what kind each is, the usage that was reported, and
 * how much was generated. One for each stream, on one thread; a chunk allocates nothing.
 *
 * <p>Each chunk is walked once by its structure, rather than searched for words: words can stand in the generated text,
 * and since the gateway always asks for usage, the word is in nearly every chunk anyway.
 */
final class StreamReader implements StreamEvents {

    private final SseData data = new SseData();
    private final JsonScan scan = JsonScan.lenient();
    private final UsageFields usageFields = new UsageFields();

    private @Nullable Usage usage;
    private long textBytes;
    private long contentEvents;
    private boolean finished;
    private boolean ends;
    private int emptyFrom;
    private int emptyTo;

    // Of the event that is being read.
    private boolean choices;
    private boolean choice;
    private boolean content;
    private boolean error;
    private boolean usageHere;

    @Override
    public Kind read(byte[] event, int from, int to) {
        data.read(event, from, to);
        emptyFrom = emptyTo = 0;
        if (!data.present()) {
            return Kind.COMMENT;
        }
        if (data.startsWith("[DONE]")) {
            return Kind.DONE;
        }
        choices = choice = content = error = usageHere = ends = false;
        scan.reset(data.array(), data.from(), data.to());
        if (scan.openObject()) {
            int before = scan.position();
            for (boolean first = true; scan.nextField(); first = false) {
                if (scan.keyIs("usage")) {
                    takeUsage(event, before, first);
                } else {
                    field();
                }
                before = scan.position();
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
        if (content) {
            return Kind.CONTENT;
        }
        if (usageHere && !choice) {
            return Kind.USAGE_ONLY;
        }
        return choices ? Kind.ROLE_ONLY : Kind.OTHER;
    }

    private void field() {
        if (scan.keyIs("choices") && scan.peek() == '[') {
            choices = true;
            scan.openArray();
            while (scan.nextElement()) {
                choice = true;
                choice();
            }
        } else if (scan.keyIs("error")) {
            error |= Truth.take(scan);
        } else if (scan.keyIs("object") && scan.peek() == '"') {
            error |= scan.string() && scan.tokenIs("error");
        } else if (scan.keyIs("x_groq") && scan.peek() == '{') {
            groq();
        } else {
            scan.value();
        }
    }

    /** @param before the end of the field before, or the brace's where there is none */
    private void takeUsage(byte[] event, int before, boolean first) {
        boolean empty = scan.peek() == 'n';
        Usage reported = usageFields.take(scan);
        if (reported != null) {
            usage = reported;
            usageHere = true;
        } else if (empty && scan.problem() == null && data.array() == event) {
            // The first field takes along the comma behind it, any other the one before it.
            emptyFrom = before;
            emptyTo = scan.position();
            if (first && scan.peek() == ',') {
                emptyTo = scan.position() + 1;
            }
        }
    }

    /** Groq's own envelope, on the first and the last chunk. */
    private void groq() {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("error")) {
                error |= Truth.take(scan);
            } else if (scan.keyIs("usage") && usage == null) {
                usage = usageFields.take(scan);
            } else {
                scan.value();
            }
        }
    }

    private void choice() {
        if (scan.peek() != '{') {
            scan.value();
            return;
        }
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("delta") && scan.peek() == '{') {
                delta();
            } else if (scan.keyIs("text")) {
                generated();
            } else if (scan.keyIs("finish_reason")) {
                finishReason();
            } else if (scan.keyIs("error")) {
                error |= Truth.take(scan);
            } else {
                scan.value();
            }
        }
    }

    /** Everything but the role is content when there is something in it; vendors invent names for reasoning. */
    private void delta() {
        scan.openObject();
        while (scan.nextField()) {
            if (scan.keyIs("role")) {
                scan.value();
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

    private void finishReason() {
        if (scan.peek() != '"') {
            scan.value();
        } else if (scan.string()) {
            error |= FinishReasons.failed(scan);
            boolean reason = scan.tokenEnd() - scan.tokenStart() > 2;
            content |= reason;
            ends |= reason;
        }
    }

    @Override
    public Bytes data() {
        return new Bytes(data.array(), data.from(), data.to() - data.from());
    }

    @Override
    public int emptyUsageFrom() {
        return emptyFrom;
    }

    @Override
    public int emptyUsageTo() {
        return emptyTo;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public @Nullable Usage usage() {
        return usage;
    }

    /** From the text, but no fewer than there were chunks with content. */
    @Override
    public long outputEstimate() {
        return Math.max(contentEvents, TokenEstimate.ofBytes(textBytes));
    }
}
