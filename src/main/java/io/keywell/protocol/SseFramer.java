package io.keywell.protocol;

import java.util.Arrays;

/**
 * Cuts a byte stream into server-sent events, wherever the network split it. Events that lie whole in a chunk are
 * handed on as ranges of that chunk; only one that is split is copied together. For one stream, on one thread.
 *
 * <p>Lines may end with LF, CR LF or CR. A CR that ends a chunk leaves open whether an LF belongs to it: after lines
 * with CR LF the event waits for it, in a stream that was seen to use bare CR it does not.
 */
public final class SseFramer implements Framer {

    /** An event must not become larger: what never ends must not fill the memory. */
    public static final int MAX_EVENT_BYTES = 16 << 20;

    private static final byte[] EMPTY = {};

    /** What the end of the last chunk left open. */
    private enum Open {
        NOTHING,
        /** A CR ended a line that is not blank. */
        LINE,
        /** A CR ended a blank line; the event waits for the LF. */
        EVENT,
        /** The event was handed on; an LF that follows after all is dropped. */
        SENT
    }

    private final int maxEventBytes;
    private byte[] held = EMPTY;
    private int heldLength;
    private boolean blank = true;
    private boolean bareCr;
    private Open open = Open.NOTHING;
    private boolean tooLarge;

    public SseFramer() {
        this(MAX_EVENT_BYTES);
    }

    SseFramer(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** Says false when an event is too large. */
    @Override
    public boolean feed(byte[] chunk, int from, int to, SseSink sink) {
        if (tooLarge) {
            return false;
        }
        int start = from;
        int i = from;
        if (open != Open.NOTHING && from < to) {
            i = chunk[from] == '\n' ? from + 1 : from;
            bareCr |= i == from;
            if (open == Open.EVENT) {
                emit(chunk, start, i, sink);
            }
            start = open == Open.LINE ? from : i;
            open = Open.NOTHING;
        }
        while (i < to) {
            int lineEnd = ByteScan.lineEnd(chunk, i, to);
            boolean ends = blank && lineEnd == i;
            blank = lineEnd < to;
            i = lineEnd;
            if (lineEnd < to) {
                i = pastLineEnd(chunk, lineEnd, to, ends);
            }
            if (ends && open != Open.EVENT) {
                emit(chunk, start, i, sink);
                start = i;
            }
        }
        hold(chunk, start, to);
        return !tooLarge;
    }

    /** The index after the line end at {@code at}; notes what is open when a CR is the chunk's last byte. */
    private int pastLineEnd(byte[] chunk, int at, int to, boolean ends) {
        if (chunk[at] == '\n') {
            return at + 1;
        }
        if (at + 1 == to) {
            open = !ends ? Open.LINE : bareCr ? Open.SENT : Open.EVENT;
            return to;
        }
        if (chunk[at + 1] == '\n') {
            return at + 2;
        }
        bareCr = true;
        return at + 1;
    }

    @Override
    public void finish(SseSink sink) {
        if (heldLength > 0 && !tooLarge) {
            emit(EMPTY, 0, 0, sink);
        }
    }

    private void emit(byte[] chunk, int from, int to, SseSink sink) {
        if (heldLength == 0 && !tooLarge) {
            sink.event(chunk, from, to);
            return;
        }
        hold(chunk, from, to);
        byte[] whole = held;
        int length = heldLength;
        held = EMPTY;
        heldLength = 0;
        if (!tooLarge) {
            sink.event(whole, 0, length);
        }
    }

    private void hold(byte[] chunk, int from, int to) {
        int length = to - from;
        if (tooLarge || length > maxEventBytes - heldLength) {
            tooLarge = true;
            held = EMPTY;
            heldLength = 0;
            return;
        }
        if (length > 0) {
            if (held.length - heldLength < length) {
                int doubled = Math.max(512, 2 * held.length);
                held = Arrays.copyOf(held, Math.max(doubled, heldLength + length));
            }
            System.arraycopy(chunk, from, held, heldLength, length);
            heldLength += length;
        }
    }
}
