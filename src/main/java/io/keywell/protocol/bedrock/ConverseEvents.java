package io.keywell.protocol.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads ConverseStream. Its blocks may be numbered with gaps, and text blocks are not announced; here parts are numbered
 * from 0 and each begins with what it is.
 */
final class ConverseEvents implements EventReader {

    private static final int NONE = -1;

    private int part = NONE;
    private int block = NONE;
    private boolean started;
    private boolean finished;
    private boolean over;

    @Override
    public void read(byte[] event, int from, int to, Consumer<ChatEvent> sink) {
        if (over) {
            return;
        }
        int cut = from;
        while (cut < to && event[cut] != '\n') {
            cut++;
        }
        String type = new String(event, from, cut - from, StandardCharsets.UTF_8);
        int payload = Math.min(cut + 1, to);
        if (type.startsWith(EventStreamFramer.EXCEPTION)) {
            fail(sink, error(type.substring(1), event, payload, to));
            return;
        }
        JsonNode tree = Json.object(event, payload, to);
        if (tree == null) {
            fail(sink, Bytes.EMPTY);
            return;
        }
        step(type, tree, sink);
    }

    private void step(String type, JsonNode event, Consumer<ChatEvent> sink) {
        if (!started) {
            started = true;
            sink.accept(new ChatEvent.Started("", ""));
        }
        switch (type) {
            case "contentBlockStart" -> {
                JsonNode use = event.path("start").get("toolUse");
                if (use != null) {
                    begin(event, sink);
                    sink.accept(new ChatEvent.ToolCallStarted(
                            part,
                            use.path("toolUseId").asText(),
                            use.path("name").asText(),
                            null));
                }
            }
            case "contentBlockDelta" -> {
                begin(event, sink);
                delta(event.path("delta"), sink);
            }
            case "contentBlockStop" -> endPart(sink);
            case "messageStop" -> {
                endPart(sink);
                finished = true;
                Finish finish = ConverseAnswer.finish(event.path("stopReason").asText());
                sink.accept(new ChatEvent.Finished(finish, null));
            }
            case "metadata" -> {
                Usage usage = ConverseAnswer.usage(event.get("usage"));
                if (usage != null) {
                    sink.accept(new ChatEvent.UsageTold(usage));
                }
            }
            default -> {}
        }
    }

    private void begin(JsonNode event, Consumer<ChatEvent> sink) {
        int index = event.path("contentBlockIndex").asInt();
        if (block != index) {
            endPart(sink);
            block = index;
            part++;
        }
    }

    private void endPart(Consumer<ChatEvent> sink) {
        if (block != NONE) {
            block = NONE;
            sink.accept(new ChatEvent.PartEnded(part));
        }
    }

    private void delta(JsonNode delta, Consumer<ChatEvent> sink) {
        JsonNode reasoning = delta.get("reasoningContent");
        if (delta.has("text")) {
            sink.accept(new ChatEvent.TextDelta(part, delta.path("text").asText()));
        } else if (delta.has("toolUse")) {
            String json = delta.path("toolUse").path("input").asText();
            sink.accept(new ChatEvent.ToolArguments(part, json));
        } else if (reasoning != null && reasoning.has("text")) {
            sink.accept(
                    new ChatEvent.ReasoningDelta(part, reasoning.path("text").asText()));
        } else if (reasoning != null) {
            sink.accept(new ChatEvent.ReasoningSealed(
                    part, text(reasoning.get("signature")), text(reasoning.get("redactedContent"))));
        }
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.asText();
    }

    /** The usage comes after the end of the message, so the end of the connection is the end of the stream. */
    @Override
    public void end(Consumer<ChatEvent> sink) {
        if (over) {
            return;
        }
        if (finished) {
            over = true;
            sink.accept(new ChatEvent.Completed());
        } else {
            fail(sink, Bytes.EMPTY);
        }
    }

    private void fail(Consumer<ChatEvent> sink, Bytes error) {
        over = true;
        sink.accept(new ChatEvent.Failed(error));
    }

    /** An exception's name stands beside its payload; the adapter finds both in one object. */
    private static Bytes error(String name, byte[] event, int from, int to) {
        JsonNode payload = Json.object(event, from, to);
        String message = payload == null
                ? ""
                : payload.path("message").asText(payload.path("Message").asText());
        return Json.bytes(Json.object().put("__type", name).put("message", message));
    }
}
