package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.SseData;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventReader;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.StreamDraft;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads a provider's stream of one message. */
final class StreamReader implements EventReader {

    private final SseData data = new SseData();
    private final StreamDraft draft = new StreamDraft();
    private final UsageFields usage = new UsageFields();

    /** Whether the block that is open calls one of the caller's tools. */
    private boolean inCall;

    @Override
    public void read(byte[] event, int from, int to, Consumer<ChatEvent> sink) {
        data.read(event, from, to);
        if (!data.present()) {
            return;
        }
        ObjectNode json = JsonTrees.object(data.array(), data.from(), data.to());
        if (json == null) {
            fail(sink);
            return;
        }
        String type = JsonTrees.textAt(json, "type");
        switch (type == null ? data.name() : type) {
            case "message_start" -> messageStart(json.path("message"), sink);
            case "content_block_start" ->
                blockStart(json.path("content_block"), json.path("index").asInt(), sink);
            case "content_block_delta" -> blockDelta(json.path("delta"), sink);
            case "content_block_stop" -> blockStop(sink);
            case "message_delta" -> messageDelta(json, sink);
            case "message_stop" -> draft.end(sink);
            case "error" -> fail(sink);
            default -> {
                if (json.hasNonNull("error")) {
                    fail(sink);
                }
            }
        }
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        draft.end(sink);
    }

    private void fail(Consumer<ChatEvent> sink) {
        draft.failed(Bytes.of(Arrays.copyOfRange(data.array(), data.from(), data.to())), sink);
    }

    private void messageStart(JsonNode message, Consumer<ChatEvent> sink) {
        draft.started(AnswerReader.textOrEmpty(message, "id"), AnswerReader.textOrEmpty(message, "model"), sink);
        usage.take(JsonTrees.at(message, "usage"));
    }

    private void blockStart(JsonNode block, int index, Consumer<ChatEvent> sink) {
        inCall = false;
        switch (AnswerReader.textOrEmpty(block, "type")) {
            case "text" -> draft.text(AnswerReader.textOrEmpty(block, "text"), sink);
            case "thinking" -> draft.reasoning(AnswerReader.textOrEmpty(block, "thinking"), sink);
            case "redacted_thinking" -> {
                draft.endPart(sink);
                draft.sealed(null, AnswerReader.seal(block, "data"), sink);
            }
            case "tool_use" -> call(block, index, sink);
            // What the provider's own tools do; what comes of it the text says.
            default -> {}
        }
    }

    private void call(JsonNode block, int index, Consumer<ChatEvent> sink) {
        inCall = true;
        draft.toolCall(AnswerReader.callId(block, index), AnswerReader.textOrEmpty(block, "name"), null, sink);
        JsonNode input = JsonTrees.at(block, "input");
        if (input != null && !input.isEmpty()) {
            arguments(JsonTrees.text(input), sink);
        }
    }

    private void arguments(String json, Consumer<ChatEvent> sink) {
        if (inCall) {
            draft.arguments(json, sink);
        }
    }

    private void blockDelta(JsonNode delta, Consumer<ChatEvent> sink) {
        switch (AnswerReader.textOrEmpty(delta, "type")) {
            case "text_delta" -> draft.text(AnswerReader.textOrEmpty(delta, "text"), sink);
            case "thinking_delta" -> draft.reasoning(AnswerReader.textOrEmpty(delta, "thinking"), sink);
            case "signature_delta" -> draft.sealed(AnswerReader.seal(delta, "signature"), null, sink);
            case "input_json_delta" -> arguments(AnswerReader.textOrEmpty(delta, "partial_json"), sink);
            default -> {}
        }
    }

    private void blockStop(Consumer<ChatEvent> sink) {
        inCall = false;
        draft.endPart(sink);
    }

    private void messageDelta(ObjectNode json, Consumer<ChatEvent> sink) {
        JsonNode report = JsonTrees.at(json, "usage");
        usage.take(report);
        Usage said = usage.normal();
        if (report != null && said != null) {
            draft.usage(said, sink);
        }
        JsonNode delta = json.path("delta");
        String reason = JsonTrees.textAt(delta, "stop_reason");
        if (reason == null) {
            return;
        }
        JsonNode details = JsonTrees.at(delta, "stop_details");
        if (details != null) {
            draft.refusal(AnswerReader.textOrEmpty(details, "explanation"), sink);
        }
        draft.finished(StopReasons.read(reason), JsonTrees.textAt(delta, "stop_sequence"), sink);
    }
}
