package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.SseData;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatEvent;
import io.keywell.protocol.chat.ChatSides.EventReader;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.StreamDraft;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a provider's stream of chunks. Of several choices the first one counts. */
final class ChunkReader implements EventReader {

    private final SseData data = new SseData();
    private final StreamDraft draft = new StreamDraft();
    private final ToolCallDeltas calls = new ToolCallDeltas(draft);

    @Override
    public void read(byte[] event, int from, int to, Consumer<ChatEvent> sink) {
        data.read(event, from, to);
        if (!data.present() || data.from() == data.to() || draft.isOver()) {
            return;
        }
        if (data.startsWith("[DONE]")) {
            end(sink);
            return;
        }
        JsonNode chunk = JsonTrees.object(data.array(), data.from(), data.to());
        if (chunk == null || data.namedError() || failed(chunk)) {
            fail(sink);
            return;
        }
        chunk(chunk, sink);
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        draft.end(sink);
    }

    private void fail(Consumer<ChatEvent> sink) {
        draft.failed(Bytes.of(Arrays.copyOfRange(data.array(), data.from(), data.to())), sink);
    }

    private static boolean failed(JsonNode chunk) {
        return truthy(chunk.get("error"))
                || chunk.path("object").asText().equals("error")
                || truthy(chunk.path("x_groq").get("error"));
    }

    /** As client libraries test it before they believe an error. */
    private static boolean truthy(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return false;
        }
        return value.isContainerNode()
                ? !value.isEmpty()
                : value.asBoolean(!value.asText().isEmpty());
    }

    private void chunk(JsonNode chunk, Consumer<ChatEvent> sink) {
        draft.started(chunk.path("id").asText(), chunk.path("model").asText(), sink);
        for (JsonNode choice : chunk.path("choices")) {
            if (choice.path("index").asInt() == 0 && !choice(choice, sink)) {
                return;
            }
        }
        JsonNode groq = chunk.path("x_groq").get("usage");
        Usage usage = UsageFields.of(groq != null && !chunk.has("usage") ? groq : chunk.get("usage"));
        if (usage != null) {
            draft.usage(usage, sink);
        }
    }

    /** False when the choice is a failure. */
    private boolean choice(JsonNode choice, Consumer<ChatEvent> sink) {
        String reason = JsonTrees.textAt(choice, "finish_reason");
        boolean ends = reason != null && !reason.isEmpty();
        Finish finish = CompletionReader.finish(
                reason, calls.count() > 0 || choice.path("delta").has("tool_calls"));
        if (truthy(choice.get("error")) || finish == null) {
            fail(sink);
            return false;
        }
        delta(choice.path("delta"), sink);
        if (ends) {
            calls.finish(sink);
            draft.finished(finish, null, sink);
        }
        return true;
    }

    private void delta(JsonNode delta, Consumer<ChatEvent> sink) {
        String reasoning = CompletionReader.reasoning(delta);
        if (reasoning != null) {
            draft.reasoning(reasoning, sink);
        }
        content(delta.path("content"), sink);
        String refusal = JsonTrees.textAt(delta, "refusal");
        if (refusal != null) {
            draft.refusal(refusal, sink);
        }
        JsonNode toolCalls = delta.get("tool_calls");
        if (toolCalls != null) {
            toolCalls.forEach(call -> toolCall(call, sink));
        }
        JsonNode function = delta.get("function_call");
        if (function != null && function.isObject()) {
            if (!calls.knows(0)) {
                calls.begin(0, "", function.path("name").asText(), null, sink);
            }
            calls.arguments(0, function.path("arguments").asText(), sink);
        }
    }

    /**
     * A piece of a tool call. Vendors differ: some send no index, some the same one for every call with a new id each time,
     * some repeat id and name in every piece, some send the arguments as an object.
     */
    private void toolCall(JsonNode delta, Consumer<ChatEvent> sink) {
        JsonNode function = delta.path("function");
        String id = delta.path("id").asText("");
        String name = function.path("name").asText("");
        boolean counted = delta.path("index").isInt();
        int next = name.isEmpty() ? Math.max(0, calls.count() - 1) : calls.count();
        int index = counted ? delta.get("index").intValue() : next;
        if (!calls.knows(index, name.isEmpty() ? "" : id)) {
            calls.begin(index, id, name, ToolCalls.seal(delta), sink);
        }
        JsonNode arguments = function.path("arguments");
        calls.arguments(index, arguments.isObject() ? JsonTrees.text(arguments) : arguments.asText(""), sink);
    }

    private void content(JsonNode content, Consumer<ChatEvent> sink) {
        if (content.isTextual()) {
            draft.text(content.textValue(), sink);
            return;
        }
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("thinking")) {
                draft.reasoning(CompletionReader.thought(part), sink);
            } else {
                draft.text(part.path("text").asText(), sink);
            }
        }
    }
}
