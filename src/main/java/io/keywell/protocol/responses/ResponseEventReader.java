package io.keywell.protocol.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.SseData;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventReader;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.StreamDraft;
import io.keywell.protocol.openai.ToolCallDeltas;
import io.keywell.protocol.openai.UsageFields;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads a provider's stream of events. What comes in pieces is said again whole when it is done; only where no pieces
 * came is that used.
 */
final class ResponseEventReader implements EventReader {

    private final SseData data = new SseData();
    private final StreamDraft draft = new StreamDraft();
    private final ToolCallDeltas calls = new ToolCallDeltas(draft);
    private boolean inPieces;
    private boolean refused;

    @Override
    public void read(byte[] event, int from, int to, Consumer<ChatEvent> sink) {
        data.read(event, from, to);
        if (!data.present() || data.from() == data.to() || draft.isOver()) {
            return;
        }
        if (data.startsWith("[DONE]")) {
            draft.end(sink);
            return;
        }
        JsonNode root = JsonTrees.object(data.array(), data.from(), data.to());
        if (root == null || data.namedError() || !root.path("error").isEmpty()) {
            fail(sink);
            return;
        }
        event(root.path("type").asText(), root, sink);
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        draft.end(sink);
    }

    private void fail(Consumer<ChatEvent> sink) {
        draft.failed(Bytes.of(Arrays.copyOfRange(data.array(), data.from(), data.to())), sink);
    }

    private void event(String type, JsonNode event, Consumer<ChatEvent> sink) {
        switch (type) {
            case "response.output_text.delta" -> text(event.path("delta").asText(), sink);
            case "response.output_text.done" -> whole(event.path("text").asText(), sink);
            case "response.function_call_arguments.delta" ->
                calls.arguments(index(event), event.path("delta").asText(), sink);
            case "response.function_call_arguments.done" -> arguments(event, event, sink);
            case "response.output_item.added" -> begin(event, sink);
            case "response.output_item.done" -> done(event, sink);
            case "response.reasoning_summary_part.added" -> nextPart(event, sink);
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                draft.reasoning(event.path("delta").asText(), sink);
            case "response.refusal.delta" -> {
                refused = true;
                draft.refusal(event.path("delta").asText(), sink);
            }
            case "response.created", "response.in_progress", "response.queued" -> {
                JsonNode response = event.path("response");
                draft.started(
                        response.path("id").asText(), response.path("model").asText(), sink);
            }
            case "response.completed", "response.incomplete" -> finish(event.path("response"), sink);
            case "response.failed", "error" -> fail(sink);
            default -> {}
        }
    }

    private static int index(JsonNode event) {
        return event.path("output_index").asInt();
    }

    private void text(String delta, Consumer<ChatEvent> sink) {
        inPieces = true;
        draft.text(delta, sink);
    }

    private void whole(String text, Consumer<ChatEvent> sink) {
        if (!inPieces) {
            draft.text(text, sink);
        }
        inPieces = false;
    }

    private void begin(JsonNode event, Consumer<ChatEvent> sink) {
        JsonNode item = event.path("item");
        if (item.path("type").asText().equals("function_call")) {
            begin(index(event), item, sink);
        }
    }

    private void begin(int index, JsonNode item, Consumer<ChatEvent> sink) {
        String id = ResponseReader.callId(item, calls.count());
        calls.begin(index, id, item.path("name").asText(), null, sink);
    }

    private void done(JsonNode event, Consumer<ChatEvent> sink) {
        JsonNode item = event.path("item");
        if (item.path("type").asText().equals("function_call")) {
            arguments(event, item, sink);
        }
    }

    /** @param whole has the arguments, of a call that may not even have begun */
    private void arguments(JsonNode event, JsonNode whole, Consumer<ChatEvent> sink) {
        int index = index(event);
        if (!calls.knows(index)) {
            begin(index, whole, sink);
        }
        if (!calls.argued(index)) {
            calls.arguments(index, whole.path("arguments").asText(), sink);
        }
    }

    /** A part that is not the first of its item; thoughts get a paragraph of their own. */
    private void nextPart(JsonNode event, Consumer<ChatEvent> sink) {
        if (event.path("summary_index").asInt() > 0) {
            draft.reasoning(Thoughts.BETWEEN, sink);
        }
    }

    private void finish(JsonNode response, Consumer<ChatEvent> sink) {
        Usage usage = UsageFields.of(response.get("usage"));
        if (usage != null) {
            draft.usage(usage, sink);
        }
        calls.finish(sink);
        Finish finish = ResponseReader.finish(response, calls.count() > 0, refused);
        draft.finished(finish == null ? Finish.STOP : finish, null, sink);
        draft.end(sink);
    }
}
