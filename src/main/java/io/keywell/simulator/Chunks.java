package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import io.keywell.simulator.CompatibleRow.Habit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The events of a good answer as JSON documents; the parts that all share are made once for each stream. */
final class Chunks implements Answers.Events {

    private static final Event DONE = new Event(null, "[DONE]");
    private static final int COMMENTS = 2;

    private static final String FILTERED = ",\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":"
            + "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"},\"jailbreak\":{\"filtered\":false,\"detected\":false}}}]}";

    private final Reply reply;
    private final Set<Habit> habits;
    private final String head;
    /** The end of each chunk but the one of usage. */
    private final String tail;

    Chunks(Reply reply, Set<Habit> habits) {
        this.reply = reply;
        this.habits = habits;
        this.head = head();
        boolean asked = reply.ask().includeUsage && !habits.contains(Habit.USAGE_AT_THE_FINISH);
        this.tail = asked ? ",\"usage\":null}" : "}";
    }

    private String head() {
        StringBuilder json = new StringBuilder(200).append("{\"id\":\"").append(reply.id());
        json.append(reply.isChat() ? "\",\"object\":\"chat.completion.chunk\"" : "\",\"object\":\"text_completion\"");
        json.append(",\"created\":").append(reply.created()).append(",\"model\":");
        ErrorAnswer.quote(json, reply.model());
        return json.append(",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulated\",\"choices\":[")
                .toString();
    }

    /** The role in a chat, and what comes before it by habit. */
    @Override
    public List<Event> opening() {
        List<Event> events = new ArrayList<>(1);
        if (habits.contains(Habit.COMMENTS)) {
            events.addAll(Collections.nCopies(COMMENTS, Event.comment("PROCESSING")));
        }
        if (habits.contains(Habit.FILTER_FIRST)) {
            events.add(new Event(null, head + "]" + FILTERED));
        }
        if (reply.isChat()) {
            events.add(chunk("\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
        }
        return events;
    }

    @Override
    public List<Event> content() {
        if (reply.tool() != null && habits.contains(Habit.WHOLE_TOOL_CALLS)) {
            return List.of(toolCall(reply.tool(), reply.text()));
        }
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
        if (habits.contains(Habit.USAGE_AT_THE_FINISH)) {
            return List.of(finish(usage ? usageField() + "}" : "}"), DONE);
        }
        boolean told = usage && (reply.ask().includeUsage || habits.contains(Habit.USAGE_ALWAYS));
        return told
                ? List.of(finish(tail), new Event(null, head + "]" + usageField() + "}"), DONE)
                : List.of(finish(tail), DONE);
    }

    @Override
    public Event error(String json) {
        return new Event(null, json);
    }

    /** @param end of the chunk, with its brace */
    private Event finish(String end) {
        return chunk(reply.isChat() ? "\"delta\":{}" : "\"text\":\"\"", "\"" + reply.finishReason() + "\"", end);
    }

    private String usageField() {
        StringBuilder json = new StringBuilder(160).append(",\"usage\":");
        reply.appendUsage(json, habits.contains(Habit.REASONING_APART));
        return json.toString();
    }

    private Event toolName(String tool) {
        return toolCall(tool, "");
    }

    private Event toolCall(String tool, String arguments) {
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
