package io.keywell.protocol.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object that a whole answer is, and that a stream's first and last events carry. It repeats what was asked. */
final class ResponseObject {

    private static final String ID_PREFIX = "resp_";

    private final Frame frame;

    ResponseObject(Frame frame) {
        this.frame = frame;
    }

    /** @param finish null while it goes on */
    void write(JsonGenerator out, List<OutputItem> items, @Nullable Finish finish, @Nullable Usage usage)
            throws IOException {
        String reason = cutShort(finish);
        out.writeStartObject();
        out.writeStringField("id", ID_PREFIX + frame.id());
        out.writeStringField("object", "response");
        out.writeNumberField("created_at", frame.createdSeconds());
        out.writeStringField("status", finish == null ? "in_progress" : reason == null ? "completed" : "incomplete");
        out.writeBooleanField("background", false);
        out.writeNullField("error");
        if (reason == null) {
            out.writeNullField("incomplete_details");
        } else {
            out.writeObjectFieldStart("incomplete_details");
            out.writeStringField("reason", reason);
            out.writeEndObject();
        }
        asked(out, frame.request());
        out.writeArrayFieldStart("output");
        for (OutputItem item : items) {
            item.write(out);
        }
        out.writeEndArray();
        usage(out, usage);
        out.writeEndObject();
    }

    /** Why the answer is not complete, null when it is. */
    private static @Nullable String cutShort(@Nullable Finish finish) {
        if (finish == Finish.LENGTH) {
            return "max_output_tokens";
        }
        return finish == Finish.FILTER ? "content_filter" : null;
    }

    private static void asked(JsonGenerator out, ChatRequest request) throws IOException {
        out.writeStringField(
                "instructions",
                request.system().isEmpty() ? null : request.system().get(0).text());
        if (request.maxOutputTokens() < 0) {
            out.writeNullField("max_output_tokens");
        } else {
            out.writeNumberField("max_output_tokens", request.maxOutputTokens());
        }
        out.writeStringField("model", request.model());
        out.writeBooleanField("parallel_tool_calls", !Boolean.FALSE.equals(request.parallelTools()));
        out.writeNullField("previous_response_id");
        reasoning(out, request.thinking());
        out.writeBooleanField("store", false);
        number(out, "temperature", request.sampling().temperature());
        number(out, "top_p", request.sampling().topP());
        out.writeObjectFieldStart("text");
        TextFormat.write(request.format(), out);
        out.writeEndObject();
        ToolWords.choice(request.toolChoice(), out);
        ToolWords.tools(request, out);
        out.writeStringField("truncation", "disabled");
        out.writeStringField("user", request.user());
        out.writeObjectFieldStart("metadata");
        for (Map.Entry<String, String> label : request.metadata().entrySet()) {
            out.writeStringField(label.getKey(), label.getValue());
        }
        out.writeEndObject();
    }

    private static void reasoning(JsonGenerator out, @Nullable Thinking thinking) throws IOException {
        out.writeObjectFieldStart("reasoning");
        out.writeStringField("effort", thinking == null ? null : thinking.effort());
        out.writeStringField("summary", thinking != null && thinking.visible() ? "auto" : null);
        out.writeEndObject();
    }

    private static void number(JsonGenerator out, String name, @Nullable Double value) throws IOException {
        JsonTrees.writeField(out, name, value == null ? 1 : value);
    }

    private static void usage(JsonGenerator out, @Nullable Usage usage) throws IOException {
        if (usage == null) {
            out.writeNullField("usage");
            return;
        }
        out.writeObjectFieldStart("usage");
        out.writeNumberField("input_tokens", usage.input());
        out.writeObjectFieldStart("input_tokens_details");
        out.writeNumberField("cached_tokens", usage.cacheRead());
        out.writeNumberField("cache_write_tokens", usage.cacheWrite());
        out.writeEndObject();
        out.writeNumberField("output_tokens", usage.output());
        out.writeObjectFieldStart("output_tokens_details");
        out.writeNumberField("reasoning_tokens", usage.reasoning());
        out.writeEndObject();
        out.writeNumberField("total_tokens", usage.total());
        out.writeEndObject();
    }
}
