package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import java.util.ArrayList;
import java.util.List;

/** An answer of OpenAI's responses API, as a document and as its events, which are numbered. No {@code [DONE]} follows. */
final class ResponseEvents implements Answers.Events {

    private final Reply reply;
    private int number;

    ResponseEvents(Reply reply) {
        this.reply = reply;
    }

    static String whole(Reply reply, boolean usage) {
        return new ResponseEvents(reply).response(true, usage);
    }

    @Override
    public List<Event> opening() {
        List<Event> events = new ArrayList<>();
        events.add(event("response.created", ",\"response\":" + response(false, false)));
        events.add(event("response.in_progress", ",\"response\":" + response(false, false)));
        events.add(event("response.output_item.added", ",\"output_index\":0,\"item\":" + item(false)));
        if (reply.tool() == null) {
            events.add(event("response.content_part.added", place() + ",\"content_index\":0,\"part\":" + part("")));
        }
        return events;
    }

    @Override
    public List<Event> content() {
        boolean tool = reply.tool() != null;
        String type = tool ? "response.function_call_arguments.delta" : "response.output_text.delta";
        String where = tool ? place() : place() + ",\"content_index\":0,\"logprobs\":[]";
        return reply.pieces().stream()
                .map(piece -> event(type, where + ",\"delta\":" + quoted(piece)))
                .toList();
    }

    @Override
    public List<Event> closing(boolean usage) {
        List<Event> events = new ArrayList<>();
        if (reply.tool() == null) {
            String where = place() + ",\"content_index\":0";
            events.add(event("response.output_text.done", where + ",\"text\":" + quoted(reply.text())));
            events.add(event("response.content_part.done", where + ",\"part\":" + part(reply.text())));
        } else {
            events.add(
                    event("response.function_call_arguments.done", place() + ",\"arguments\":" + quoted(reply.text())));
        }
        events.add(event("response.output_item.done", ",\"output_index\":0,\"item\":" + item(true)));
        String last = cutShort() ? "response.incomplete" : "response.completed";
        events.add(event(last, ",\"response\":" + response(true, usage)));
        return events;
    }

    @Override
    public Event error(String json) {
        return new Event("error", json);
    }

    private Event event(String type, String rest) {
        return new Event(type, "{\"type\":\"" + type + "\",\"sequence_number\":" + number++ + rest + "}");
    }

    private String response(boolean over, boolean usage) {
        StringBuilder json = new StringBuilder(512).append("{\"id\":\"resp-").append(reply.id());
        json.append("\",\"object\":\"response\",\"created_at\":").append(reply.created());
        json.append(",\"status\":\"").append(!over ? "in_progress" : cutShort() ? "incomplete" : "completed");
        json.append("\",\"error\":null,\"incomplete_details\":");
        json.append(over && cutShort() ? "{\"reason\":\"max_output_tokens\"}" : "null");
        ErrorAnswer.quote(json.append(",\"model\":"), reply.model());
        json.append(",\"output\":[").append(over ? item(true) : "").append("],\"usage\":");
        if (usage) {
            appendUsage(json);
        } else {
            json.append("null");
        }
        return json.append('}').toString();
    }

    private void appendUsage(StringBuilder json) {
        long input = reply.ask().promptTokens();
        long output = reply.pieces().size() + (reply.tool() == null ? 0 : 1);
        json.append("{\"input_tokens\":").append(input);
        json.append(",\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":")
                .append(output);
        json.append(",\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":");
        json.append(input + output).append('}');
    }

    private String item(boolean over) {
        String status = over ? "completed" : "in_progress";
        String text = over ? reply.text() : "";
        if (reply.tool() != null) {
            return "{\"type\":\"function_call\",\"id\":\"" + itemId() + "\",\"call_id\":\"call-" + reply.id()
                    + "\",\"name\":" + quoted(reply.tool()) + ",\"arguments\":" + quoted(text) + ",\"status\":\""
                    + status + "\"}";
        }
        return "{\"type\":\"message\",\"id\":\"" + itemId() + "\",\"role\":\"assistant\",\"status\":\"" + status
                + "\",\"content\":[" + (over ? part(text) : "") + "]}";
    }

    private String place() {
        return ",\"item_id\":\"" + itemId() + "\",\"output_index\":0";
    }

    private String itemId() {
        return (reply.tool() == null ? "msg-" : "fc-") + reply.id();
    }

    private boolean cutShort() {
        return reply.finishReason().equals("length");
    }

    private static String part(String text) {
        return "{\"type\":\"output_text\",\"text\":" + quoted(text) + ",\"annotations\":[],\"logprobs\":[]}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 8);
        ErrorAnswer.quote(json, text);
        return json.toString();
    }
}
