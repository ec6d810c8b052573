package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import java.util.ArrayList;
import java.util.List;

/** The events of ConverseStream. Only a tool's block is announced; usage comes after the end of the message. */
final class ConverseStream implements Answers.Events {

    private final Reply reply;
    private final boolean thinking;

    ConverseStream(Reply reply) {
        this.reply = reply;
        this.thinking = reply.ask().thinking;
    }

    @Override
    public List<Event> opening() {
        return List.of(new Event("messageStart", "{\"p\":\"abcd\",\"role\":\"assistant\"}"));
    }

    @Override
    public List<Event> content() {
        List<Event> events = new ArrayList<>(reply.pieces().size() + 4);
        if (thinking) {
            events.add(delta(0, "{\"reasoningContent\":", "text", Messages.THOUGHT, "}"));
            events.add(delta(0, "{\"reasoningContent\":", "signature", Messages.SIGNATURE, "}"));
            events.add(stop(0));
        }
        if (reply.tool() != null) {
            StringBuilder start =
                    new StringBuilder(128).append("{\"contentBlockIndex\":").append(index());
            ErrorAnswer.quote(start.append(",\"p\":\"ab\",\"start\":{\"toolUse\":{\"name\":"), reply.tool());
            start.append(",\"toolUseId\":\"").append(Converse.toolUseId(reply)).append("\"}}}");
            events.add(new Event("contentBlockStart", start.toString()));
        }
        for (String piece : reply.pieces()) {
            events.add(
                    reply.tool() == null
                            ? delta(index(), "", "text", piece, "")
                            : delta(index(), "{\"toolUse\":", "input", piece, "}"));
        }
        return events;
    }

    @Override
    public List<Event> closing(boolean usage) {
        List<Event> events = new ArrayList<>(3);
        events.add(stop(index()));
        events.add(
                new Event("messageStop", "{\"p\":\"abcdef\",\"stopReason\":\"" + Converse.stopReason(reply) + "\"}"));
        if (usage) {
            StringBuilder metadata = new StringBuilder(160).append("{\"metrics\":{\"latencyMs\":1},\"p\":\"abc\",");
            events.add(new Event(
                    "metadata", Converse.usage(metadata, reply).append('}').toString()));
        }
        return events;
    }

    @Override
    public Event error(String json) {
        return new Event("serviceUnavailableException", json);
    }

    private int index() {
        return thinking ? 1 : 0;
    }

    private static Event delta(int index, String before, String field, String text, String after) {
        StringBuilder delta =
                new StringBuilder(96).append("{\"contentBlockIndex\":").append(index);
        delta.append(",\"delta\":").append(before).append("{\"").append(field);
        ErrorAnswer.quote(delta.append("\":"), text);
        return new Event(
                "contentBlockDelta",
                delta.append('}').append(after).append(",\"p\":\"abcde\"}").toString());
    }

    private static Event stop(int index) {
        return new Event("contentBlockStop", "{\"contentBlockIndex\":" + index + ",\"p\":\"abcdefgh\"}");
    }
}
