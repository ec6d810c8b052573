package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import java.util.ArrayList;
import java.util.List;

/** The events of a good answer as JSON documents; the parts that all share are made once for each stream. */
class Chunks implements Answers.Events {

    static final Event DONE = new Event(null, "[DONE]");

    private final Reply reply;
    private final String head;
    private final String tail;

    Chunks(Reply reply) {
        this(reply, reply.ask().includeUsage ? ",\"usage\":null}" : "}");
    }

    /** @param tail the end of each chunk but the one of usage */
    Chunks(Reply reply, String tail) {
        this.reply = reply;
        this.head = head();
        this.tail = tail;
    }

    private String head() {
        StringBuilder json = new StringBuilder(200).append("{\"id\":\"").append(reply.id());
        json.append(reply.isChat() ? "\",\"object\":\"chat.completion.chunk\"" : "\",\"object\":\"text_completion\"");
        json.append(",\"created\":").append(reply.created()).append(",\"model\":");
        ErrorAnswer.quote(json, reply.model());
        return json.append(",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulated\",\"choices\":[")
                .toString();
    }

    /** The role in a chat, nothing else. */
    @Override
    public List<Event> opening() {
        return reply.isChat()
                ? List.of(chunk("\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"))
                : List.of();
    }

    @Override
    public List<Event> content() {
        List<Event> chunks = new ArrayList<>(reply.pieces().size() + 1);
        if (reply.tool() != null) {
            chunks.add(toolName(reply.tool()));
        }
        for (String piece : reply.pieces()) {
            chunks.add(piece(piece));
        }
        return chunks;
    }

    @Override
    public List<Event> closing(boolean usage) {
        return usage && reply.ask().includeUsage ? List.of(finish(), usage(), DONE) : List.of(finish(), DONE);
    }

    @Override
    public Event error(String json) {
        return new Event(null, json);
    }

    private Event finish() {
        return finish(tail);
    }

    /** @param end of the chunk, with its brace */
    Event finish(String end) {
        return chunk(reply.isChat() ? "\"delta\":{}" : "\"text\":\"\"", "\"" + reply.finishReason() + "\"", end);
    }

    private Event usage() {
        StringBuilder json = new StringBuilder(head).append("],\"usage\":");
        reply.appendUsage(json);
        return new Event(null, json.append('}').toString());
    }

    private Event toolName(String tool) {
        return toolCall(tool, "");
    }

    Event toolCall(String tool, String arguments) {
        StringBuilder delta = new StringBuilder(128).append("\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call-");
        ErrorAnswer.quote(delta.append(reply.id()).append("\",\"type\":\"function\",\"function\":{\"name\":"), tool);
        ErrorAnswer.quote(delta.append(",\"arguments\":"), arguments);
        return chunk(delta.append("}}]}").toString(), "null");
    }

    private Event piece(String piece) {
        StringBuilder delta = new StringBuilder(64);
        if (!reply.isChat()) {
            ErrorAnswer.quote(delta.append("\"text\":"), piece);
        } else if (reply.tool() == null) {
            ErrorAnswer.quote(delta.append("\"delta\":{\"content\":"), piece);
            delta.append('}');
        } else {
            delta.append("\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":");
            ErrorAnswer.quote(delta, piece);
            delta.append("}}]}");
        }
        return chunk(delta.toString(), "null");
    }

    private Event chunk(String delta, String finishReason) {
        return chunk(delta, finishReason, tail);
    }

    private Event chunk(String delta, String finishReason, String end) {
        return new Event(
                null,
                head + "{\"index\":0," + delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}]" + end);
    }
}
