package io.keywell.protocol.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.SseData;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventReader;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.StreamDraft;
import java.util.function.Consumer;

/**
 * Reads ConverseStream as {@link EventStreamFramer} hands it on. The usage comes after the end of the message, so only the
 * end of the connection is the end of the stream.
 */
final class ConverseEvents implements EventReader {

    private final SseData data = new SseData();
    private final StreamDraft draft = new StreamDraft();
    private int block = -1;

    @Override
    public void read(byte[] event, int from, int to, Consumer<ChatEvent> sink) {
        data.read(event, from, to);
        if (!data.present() || draft.isOver()) {
            return;
        }
        JsonNode tree = JsonTrees.object(data.array(), data.from(), data.to());
        if (tree == null || data.nameIs(EventStreamFramer.EXCEPTION)) {
            draft.failed(tree == null ? Bytes.EMPTY : words(), sink);
        } else if (data.nameIs("contentBlockDelta")) {
            delta(tree, sink);
        } else if (data.nameIs("contentBlockStart")) {
            JsonNode use = tree.path("start").path("toolUse");
            if (use.isObject()) {
                block(tree, sink);
                draft.toolCall(use.path("toolUseId").asText(), use.path("name").asText(), null, sink);
            }
        } else if (data.nameIs("contentBlockStop")) {
            draft.endPart(sink);
        } else if (data.nameIs("messageStart")) {
            draft.started("", "", sink);
        } else if (data.nameIs("messageStop")) {
            String reason = tree.path("stopReason").asText();
            draft.finished(ConverseAnswer.finish(reason), null, sink);
        } else if (data.nameIs("metadata")) {
            Usage usage = ConverseAnswer.usage(tree.get("usage"));
            if (usage != null) {
                draft.usage(usage, sink);
            }
        }
    }

    private Bytes words() {
        byte[] copy = new byte[data.to() - data.from()];
        System.arraycopy(data.array(), data.from(), copy, 0, copy.length);
        return Bytes.of(copy);
    }

    /** Two texts after each other are two blocks. */
    private void block(JsonNode event, Consumer<ChatEvent> sink) {
        int index = event.path("contentBlockIndex").asInt();
        if (index != block) {
            block = index;
            draft.endPart(sink);
        }
    }

    private void delta(JsonNode event, Consumer<ChatEvent> sink) {
        block(event, sink);
        JsonNode delta = event.path("delta");
        JsonNode reasoning = delta.path("reasoningContent");
        if (delta.has("text")) {
            draft.text(delta.path("text").asText(), sink);
        } else if (delta.has("toolUse")) {
            draft.arguments(delta.path("toolUse").path("input").asText(), sink);
        } else if (reasoning.has("text")) {
            draft.reasoning(reasoning.path("text").asText(), sink);
        } else if (reasoning.has("signature") || reasoning.has("redactedContent")) {
            draft.sealed(
                    ConverseAnswer.seal(reasoning.get("signature")),
                    ConverseAnswer.seal(reasoning.get("redactedContent")),
                    sink);
        }
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        draft.end(sink);
    }
}
