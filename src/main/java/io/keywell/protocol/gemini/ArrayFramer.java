package io.keywell.protocol.gemini;

import io.keywell.protocol.Framer;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.SseSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts the form that a stream has without {@code alt=sse}, one JSON array, into server-sent events, one for each element. The
 * gateway asks for events; what stands between it and Google may lose that. An object alone is one event: an error is.
 * For one stream, on one thread.
 */
public final class ArrayFramer implements Framer {

    private static final byte[] BEFORE = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER = {'\n', '\n'};

    private byte[] held = Arrays.copyOf(BEFORE, 512);
    private int length = BEFORE.length;
    /** Brackets that are open in the present element; 0 = between elements. */
    private int depth;

    private boolean inText;
    private boolean escaped;
    private boolean unreadable;

    /** Says false when an element is too large, or when what stands between elements is no JSON. */
    @Override
    public boolean feed(byte[] chunk, int from, int to, SseSink sink) {
        for (int i = from; i < to && !unreadable; i++) {
            byte next = chunk[i];
            if (depth > 0 || next == '{') {
                inside(next, sink);
            } else {
                unreadable = !separates(next);
            }
        }
        return !unreadable;
    }

    private static boolean separates(byte next) {
        return switch (next) {
            case '[', ',', ']', ' ', '\t', '\r', '\n' -> true;
            default -> false;
        };
    }

    private void inside(byte next, SseSink sink) {
        // A line's end would end the event's data. In JSON it stands between words only, where a blank says the same.
        hold(next == '\n' || next == '\r' ? (byte) ' ' : next);
        if (inText) {
            inText = next != '"' || escaped;
            escaped = next == '\\' && !escaped;
            return;
        }
        switch (next) {
            case '"' -> inText = true;
            case '{', '[' -> depth++;
            case '}', ']' -> {
                depth--;
                if (depth == 0) {
                    emit(sink);
                }
            }
            default -> {}
        }
    }

    private void hold(byte next) {
        if (length >= SseFramer.MAX_EVENT_BYTES) {
            unreadable = true;
            return;
        }
        if (length == held.length) {
            held = Arrays.copyOf(held, 2 * length);
        }
        held[length++] = next;
    }

    /** The sink may keep what it gets, so it gets a copy. */
    private void emit(SseSink sink) {
        if (unreadable) {
            return;
        }
        byte[] event = Arrays.copyOf(held, length + AFTER.length);
        System.arraycopy(AFTER, 0, event, length, AFTER.length);
        length = BEFORE.length;
        sink.event(event, 0, event.length);
    }

    @Override
    public void finish(SseSink sink) {
        if (depth > 0) {
            depth = 0;
            emit(sink);
        }
    }
}
