package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.protocol.SseData;
import java.nio.charset.StandardCharsets;

/**
 * Turns the server-sent events of a stream into the form that a caller gets without {@code alt=sse}: one JSON array, element
 * by element. For one stream, on one thread.
 *
 * <p>After the last event {@link #end()} closes the array; an error event is an element too.
 */
public final class ArrayStream {

    public static final String CONTENT_TYPE = "application/json";

    private static final byte[] FIRST = {'['};
    private static final byte[] NEXT = {',', '\r', '\n'};

    private final SseData data = new SseData();
    private boolean opened;

    /**
     * @param event bytes of one event, with or without its line ends
     * @return what to write for it; empty for comments
     */
    public Bytes event(byte[] event, int from, int to) {
        data.read(event, from, to);
        int length = data.to() - data.from();
        if (!data.present() || length == 0 || data.startsWith("[DONE]")) {
            return Bytes.EMPTY;
        }
        byte[] before = opened ? NEXT : FIRST;
        opened = true;
        byte[] out = new byte[before.length + length];
        System.arraycopy(before, 0, out, 0, before.length);
        System.arraycopy(data.array(), data.from(), out, before.length, length);
        return Bytes.of(out);
    }

    /** What closes the array. */
    public Bytes end() {
        return Bytes.of((opened ? "]" : "[]").getBytes(StandardCharsets.US_ASCII));
    }
}
