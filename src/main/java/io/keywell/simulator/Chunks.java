package io.keywell.simulator;

import java.util.ArrayList;
import java.util.List;

/** The events of a good answer as JSON documents; the parts that all share are made once for each stream. */
final class Chunks {

    private final Reply reply;
    private final String head;
    private final String tail;

    Chunks(Reply reply) {
        this.reply = reply;
        this.head = head();
        this.tail = reply.ask().includeUsage ? ",\"usage\":null}" : "}";
    }

    private String head() {
        StringBuilder json = new StringBuilder(200).append("{\"id\":\"").append(reply.id());
        json.append(reply.isChat() ? "\",\"object\":\"chat.completion.chunk\"" : "\",\"object\":\"text_completion\"");
        json.append(",\"created\":").append(reply.created()).append(",\"model\":");
        ErrorAnswer.quote(json, reply.model());
        return json.append(",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulated\",\"choices\":[")
                .toString();
    }

    /** What comes before the first content: the role in a chat, nothing else. */
    List<String> opening() {
        return reply.isChat()
                ? List.of(chunk("\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"))
                : List.of();
    }

    List<String> content() {
        List<String> chunks = new ArrayList<>(reply.pieces().size() + 1);
        if (reply.tool() != null) {
            chunks.add(toolName(reply.tool()));
        }
        for (String piece : reply.pieces()) {
            chunks.add(piece(piece));
        }
        return chunks;
    }

    String finish() {
        return chunk(reply.isChat() ? "\"delta\":{}" : "\"text\":\"\"", "\"" + reply.finishReason() + "\"");
    }

    String usage() {
        StringBuilder json = new StringBuilder(head).append("],\"usage\":");
        reply.appendUsage(json);
        return json.append('}').toString();
    }

    private String toolName(String tool) {
        StringBuilder delta = new StringBuilder(128).append("\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call-");
        ErrorAnswer.quote(delta.append(reply.id()).append("\",\"type\":\"function\",\"function\":{\"name\":"), tool);
        return chunk(delta.append(",\"arguments\":\"\"}}]}").toString(), "null");
    }

    private String piece(String piece) {
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

    private String chunk(String delta, String finishReason) {
        return head + "{\"index\":0," + delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}]" + tail;
    }
}
