package io.keywell.protocol.bedrock;

import io.keywell.protocol.Framer;
import io.keywell.protocol.JsonStrings;
import io.keywell.protocol.SseSink;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/**
 * Cuts {@code application/vnd.amazon.eventstream} into messages, whose checksums are checked and whose sizes are bounded.
 * Each is handed on as a server-sent event: its type as the name, its payload as the data. An exception has the name
 * {@value #EXCEPTION} and its type as {@code __type} in the data. For one stream, on one thread.
 */
public final class EventStreamFramer implements Framer {

    static final String EXCEPTION = "exception";

    private final MessageDecoder decoder = new MessageDecoder(this::message);
    private @Nullable SseSink sink;
    private boolean broken;

    /** Says false when a message is damaged. */
    @Override
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

    /** A message that is not whole is none; the reader of the events knows whether something is missing. */
    @Override
    public void finish(SseSink sink) {}

    private void message(Message message) {
        SseSink to = sink;
        if (to == null) {
            return;
        }
        Map<String, HeaderValue> headers = message.getHeaders();
        String exception = exception(headers);
        // Between the tokens of JSON a line end is white space, inside them there is none.
        String payload = new String(message.getPayload(), StandardCharsets.UTF_8)
                .replace('\n', ' ')
                .replace('\r', ' ');
        String event = exception == null
                ? "event: " + text(headers, ":event-type") + "\ndata: " + payload + "\n\n"
                : "event: " + EXCEPTION + "\ndata: " + typed(exception, payload.strip()) + "\n\n";
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        to.event(bytes, 0, bytes.length);
    }

    private static @Nullable String exception(Map<String, HeaderValue> headers) {
        String type = text(headers, ":message-type");
        return switch (type) {
            case "exception" -> text(headers, ":exception-type");
            case "error" -> text(headers, ":error-code");
            default -> null;
        };
    }

    private static String typed(String type, String payload) {
        byte[] quoted = JsonStrings.quote(type);
        String field = "{\"__type\":" + new String(quoted, StandardCharsets.UTF_8);
        boolean fields = payload.startsWith("{") && payload.length() > 2;
        return fields ? field + "," + payload.substring(1) : field + "}";
    }

    private static String text(Map<String, HeaderValue> headers, String name) {
        HeaderValue value = headers.get(name);
        return value == null ? "" : value.getString();
    }
}
