package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** AWS' binary messages. An event whose name ends in {@code Exception} is one. */
final class EventStreamFrames implements Framing {

    @Override
    public String type() {
        return "application/vnd.amazon.eventstream";
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public Buffer frame(Event event) {
        String name = event.name() == null ? "" : event.name();
        String kind = name.endsWith("Exception") ? "exception" : "event";
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":" + kind + "-type", HeaderValue.fromString(name));
        headers.put(":content-type", HeaderValue.fromString(JsonScript.TYPE));
        headers.put(":message-type", HeaderValue.fromString(kind));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Message(headers, event.data().getBytes(StandardCharsets.UTF_8)).encode(bytes);
        return Buffer.buffer(bytes.toByteArray());
    }
}
