package io.keywell.protocol.bedrock;

import io.keywell.protocol.SseSink;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/**
 * Cuts {@code application/vnd.amazon.eventstream} into messages, whose checksums are checked and whose sizes are bounded.
 * A message is handed on as its event's name, a line feed and the payload; an exception's name follows an exclamation
 * mark. For one stream, on one thread.
 */
public final class EventStreamFramer {

    static final String EXCEPTION = "!";

    private final MessageDecoder decoder = new MessageDecoder(this::message);
    private @Nullable SseSink sink;
    private boolean broken;

    /**
     * Takes the next bytes and hands on each message that they complete.
     *
     * @return false when a message is damaged; the stream cannot be read on, and nothing more is handed on
     */
    public boolean feed(byte[] chunk, int from, int to, SseSink sink) {
        if (broken) {
            return false;
        }
        this.sink = sink;
        try {
            decoder.feed(chunk, from, to - from);
        } catch (RuntimeException damaged) {
            broken = true;
        } finally {
            this.sink = null;
        }
        return !broken;
    }

    private void message(Message message) {
        SseSink to = sink;
        if (to == null) {
            return;
        }
        byte[] name = name(message.getHeaders()).getBytes(StandardCharsets.UTF_8);
        byte[] payload = message.getPayload();
        byte[] event = new byte[name.length + 1 + payload.length];
        System.arraycopy(name, 0, event, 0, name.length);
        event[name.length] = '\n';
        System.arraycopy(payload, 0, event, name.length + 1, payload.length);
        to.event(event, 0, event.length);
    }

    private static String name(Map<String, HeaderValue> headers) {
        String exception = text(headers, ":exception-type");
        if (!exception.isEmpty()) {
            return EXCEPTION + exception;
        }
        return text(headers, ":message-type").equals("error")
                ? EXCEPTION + text(headers, ":error-code")
                : text(headers, ":event-type");
    }

    private static String text(Map<String, HeaderValue> headers, String name) {
        HeaderValue value = headers.get(name);
        return value == null ? "" : value.getString();
    }
}
