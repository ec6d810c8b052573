package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import java.util.ArrayList;
import java.util.List;

/** The events of a message. Usage comes twice, at the end cumulative. */
final class MessageEvents implements Answers.Events {

    private static final String EMPTY_TEXT = "{\"type\":\"text\",\"text\":\"\"}";

    private final Reply reply;
    private final boolean thinking;

    MessageEvents(Reply reply) {
        this.reply = reply;
        this.thinking = reply.ask().thinking;
    }

    @Override
    public List<Event> opening() {
        StringBuilder message = new StringBuilder(256).append(",\"message\":");
        Messages.head(message, reply).append("\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":");
        Messages.usage(message, reply, 1);
        List<Event> events = new ArrayList<>(3);
        events.add(event("message_start", message.append('}').toString()));
        if (thinking) {
            events.add(start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"));
        } else if (reply.tool() == null) {
            events.add(start(0, EMPTY_TEXT));
        }
        events.add(event("ping", ""));
        return events;
    }

    @Override
    public List<Event> content() {
        List<Event> events = new ArrayList<>(reply.pieces().size() + 5);
        if (thinking) {
            events.add(delta(0, "thinking_delta", "thinking", Messages.THOUGHT));
            events.add(delta(0, "signature_delta", "signature", Messages.SIGNATURE));
            events.add(stop(0));
        }
        if (reply.tool() != null) {
            StringBuilder block = new StringBuilder(128);
            Messages.toolUse(block, reply, "{}");
            events.add(start(index(), block.toString()));
        } else if (thinking) {
            events.add(start(1, EMPTY_TEXT));
        }
        for (String piece : reply.pieces()) {
            events.add(
                    reply.tool() == null
                            ? delta(index(), "text_delta", "text", piece)
                            : delta(index(), "input_json_delta", "partial_json", piece));
        }
        return events;
    }

    @Override
    public List<Event> closing(boolean usage) {
        StringBuilder delta = new StringBuilder(160).append(",\"delta\":{\"stop_reason\":\"");
        delta.append(Messages.stopReason(reply)).append("\",\"stop_sequence\":null}");
        if (usage) {
            delta.append(",\"usage\":{\"output_tokens\":").append(Messages.outputTokens(reply));
            delta.append('}');
        }
        return List.of(stop(index()), event("message_delta", delta.toString()), event("message_stop", ""));
    }

    @Override
    public Event error(String json) {
        return new Event("error", json);
    }

    private int index() {
        return thinking ? 1 : 0;
    }

    private static Event start(int index, String block) {
        return event("content_block_start", ",\"index\":" + index + ",\"content_block\":" + block);
    }

    private static Event delta(int index, String type, String field, String text) {
        StringBuilder delta = new StringBuilder(96).append(",\"index\":").append(index);
        delta.append(",\"delta\":{\"type\":\"").append(type).append("\",\"").append(field);
        ErrorAnswer.quote(delta.append("\":"), text);
        return event("content_block_delta", delta.append('}').toString());
    }

    private static Event stop(int index) {
        return event("content_block_stop", ",\"index\":" + index);
    }

    private static Event event(String type, String rest) {
        return new Event(type, "{\"type\":\"" + type + "\"" + rest + "}");
    }
}
