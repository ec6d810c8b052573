package io.keywell.protocol.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

class EventStreamFramerTest {

    private final EventStreamFramer framer = new EventStreamFramer();
    private final List<String> events = new ArrayList<>();

    @Test
    void messagesAreCutWhereverTheNetworkSplitThem() {
        byte[] stream = concat(event("messageStart", "{\"role\":\"assistant\"}"), event("messageStop", "{}"));

        for (int split = 0; split <= stream.length; split++) {
            EventStreamFramer fresh = new EventStreamFramer();
            List<String> seen = new ArrayList<>();
            feed(fresh, stream, 0, split, seen);
            feed(fresh, stream, split, stream.length, seen);

            assertThat(seen)
                    .as("split at %d", split)
                    .containsExactly(
                            "event: messageStart\ndata: {\"role\":\"assistant\"}\n\n",
                            "event: messageStop\ndata: {}\n\n");
        }
    }

    @Test
    void anExceptionIsMarked() {
        feed(message(
                Map.of(":message-type", "exception", ":exception-type", "throttlingException"), "{\"message\":\"x\"}"));

        assertThat(events)
                .containsExactly("event: exception\ndata: {\"__type\":\"throttlingException\",\"message\":\"x\"}\n\n");
    }

    @Test
    void anErrorWithoutPayloadIsMarkedByItsCode() {
        feed(message(Map.of(":message-type", "error", ":error-code", "InternalError"), ""));

        assertThat(events).containsExactly("event: exception\ndata: {\"__type\":\"InternalError\"}\n\n");
    }

    @Test
    void aDamagedMessageEndsTheStream() {
        byte[] damaged = event("contentBlockDelta", "{\"delta\":{\"text\":\"x\"}}");
        damaged[damaged.length - 6] ^= 1;

        assertThat(framer.feed(damaged, 0, damaged.length, this::collect)).isFalse();
        byte[] good = event("messageStop", "{}");
        assertThat(framer.feed(good, 0, good.length, this::collect)).isFalse();
        assertThat(events).isEmpty();
    }

    @Test
    void aLengthThatCannotBeIsRefusedBeforeItFillsTheMemory() {
        byte[] huge = {127, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

        assertThat(framer.feed(huge, 0, huge.length, this::collect)).isFalse();
    }

    static byte[] event(String type, String payload) {
        return message(Map.of(":message-type", "event", ":event-type", type), payload);
    }

    static byte[] message(Map<String, String> headers, String payload) {
        Map<String, HeaderValue> values = new LinkedHashMap<>();
        headers.forEach((name, value) -> values.put(name, HeaderValue.fromString(value)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Message(values, payload.getBytes(StandardCharsets.UTF_8)).encode(out);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private void feed(byte[] bytes) {
        assertThat(framer.feed(bytes, 0, bytes.length, this::collect)).isTrue();
    }

    private static void feed(EventStreamFramer framer, byte[] bytes, int from, int to, List<String> seen) {
        assertThat(framer.feed(
                        bytes,
                        from,
                        to,
                        (array, start, end) -> seen.add(new String(array, start, end - start, StandardCharsets.UTF_8))))
                .isTrue();
    }

    private void collect(byte[] array, int from, int to) {
        events.add(new String(array, from, to - from, StandardCharsets.UTF_8));
    }
}
