package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatAnswer.Finish;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides.Frame;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A caller's whole answer. Thoughts stand in {@code reasoning_content}, where most clients look for them. */
final class CompletionWriter {

    static final String ID_PREFIX = "chatcmpl-";

    private CompletionWriter() {}

    static Bytes write(ChatAnswer answer, Frame frame) {
        return JsonTrees.write(out -> body(answer, frame, out));
    }

    private static void body(ChatAnswer answer, Frame frame, JsonGenerator out) throws IOException {
        boolean old = frame.request().needs().contains(Feature.OLD_FUNCTIONS);
        out.writeStartObject();
        out.writeStringField("id", ID_PREFIX + frame.id());
        out.writeStringField("object", "chat.completion");
        out.writeNumberField("created", frame.createdSeconds());
        out.writeStringField("model", frame.model());
        out.writeArrayFieldStart("choices");
        out.writeStartObject();
        out.writeNumberField("index", 0);
        out.writeObjectFieldStart("message");
        message(answer.parts(), old, out);
        out.writeEndObject();
        out.writeNullField("logprobs");
        boolean refused = answer.parts().stream().anyMatch(Part.Refusal.class::isInstance);
        out.writeStringField("finish_reason", finish(answer.finish(), old, refused));
        out.writeEndObject();
        out.writeEndArray();
        if (answer.usage() != null) {
            out.writeFieldName("usage");
            usage(answer.usage(), out);
        }
        out.writeEndObject();
    }

    private static void message(List<Part> parts, boolean old, JsonGenerator out) throws IOException {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        List<Part.ToolCall> calls = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Text said) {
                text.append(said.text());
            } else if (part instanceof Part.Reasoning thought) {
                reasoning.append(thought.text());
            } else if (part instanceof Part.Refusal refused) {
                refusal.append(refused.text());
            } else if (part instanceof Part.ToolCall call) {
                calls.add(call);
            }
        }
        out.writeStringField("role", "assistant");
        field("content", text, out);
        field("refusal", refusal, out);
        if (reasoning.length() > 0) {
            out.writeStringField("reasoning_content", reasoning.toString());
        }
        if (!calls.isEmpty() && old) {
            out.writeObjectFieldStart("function_call");
            out.writeStringField("name", calls.get(0).name());
            out.writeStringField("arguments", JsonTrees.text(calls.get(0).arguments()));
            out.writeEndObject();
        } else if (!calls.isEmpty()) {
            out.writeArrayFieldStart("tool_calls");
            for (Part.ToolCall call : calls) {
                ToolCalls.write(call, out);
            }
            out.writeEndArray();
        }
    }

    private static void field(String name, StringBuilder text, JsonGenerator out) throws IOException {
        if (text.length() == 0) {
            out.writeNullField(name);
        } else {
            out.writeStringField(name, text.toString());
        }
    }

    /** @param refused whether the model declined in words of its own, which is a complete answer here */
    static String finish(Finish finish, boolean old, boolean refused) {
        return switch (finish) {
            case STOP, STOP_SEQUENCE, PAUSE -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> old ? "function_call" : "tool_calls";
            case FILTER -> "content_filter";
            case REFUSAL -> refused ? "stop" : "content_filter";
        };
    }

    static void usage(Usage usage, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("prompt_tokens", usage.input());
        out.writeNumberField("completion_tokens", usage.output());
        out.writeNumberField("total_tokens", usage.total());
        out.writeObjectFieldStart("prompt_tokens_details");
        out.writeNumberField("cached_tokens", usage.cacheRead());
        out.writeNumberField("cache_write_tokens", usage.cacheWrite());
        out.writeEndObject();
        out.writeObjectFieldStart("completion_tokens_details");
        out.writeNumberField("reasoning_tokens", usage.reasoning());
        out.writeEndObject();
        out.writeEndObject();
    }
}
