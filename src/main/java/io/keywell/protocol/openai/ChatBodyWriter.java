package io.keywell.protocol.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatSides.Written;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One writing of one request body. It keeps to what most vendors of this dialect take: the cap is {@code max_tokens},
 * because a vendor that does not know the newer name ignores it in silence, while one that refuses the older name says so
 * and gets it repaired; system prompts have the role {@code system}.
 */
final class ChatBodyWriter {

    private final ChatRequest request;
    private final String model;
    private final Set<Parameter> dropped = EnumSet.noneOf(Parameter.class);
    private final Set<String> carried = new HashSet<>();

    ChatBodyWriter(ChatRequest request, String model) {
        this.request = request;
        this.model = model;
    }

    Written write() {
        Bytes body = JsonTrees.write(this::body);
        return new Written(body, dropped, carried);
    }

    private void body(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("model", model);
        out.writeArrayFieldStart("messages");
        new MessagesWriter(out, dropped).write(request);
        out.writeEndArray();
        if (request.stream()) {
            out.writeBooleanField("stream", true);
            out.writeObjectFieldStart("stream_options");
            out.writeBooleanField("include_usage", true);
            out.writeEndObject();
        }
        limits(out);
        sampling(request.sampling(), out);
        if (!request.tools().isEmpty()) {
            tools(out);
        }
        format(out);
        thinking(out);
        labels(out);
        SharedFields.write(request, out, carried);
        SharedFields.writeVerbosity(request, out, carried);
        out.writeEndObject();
    }

    private void limits(JsonGenerator out) throws IOException {
        if (request.maxOutputTokens() >= 0) {
            out.writeNumberField("max_tokens", request.maxOutputTokens());
        }
        if (!request.stop().isEmpty()) {
            out.writeArrayFieldStart("stop");
            for (String sequence : request.stop()) {
                out.writeString(sequence);
            }
            out.writeEndArray();
        }
    }

    private void sampling(Sampling sampling, JsonGenerator out) throws IOException {
        number("temperature", sampling.temperature(), out);
        number("top_p", sampling.topP(), out);
        number("presence_penalty", sampling.presencePenalty(), out);
        number("frequency_penalty", sampling.frequencyPenalty(), out);
        if (sampling.seed() != null) {
            out.writeNumberField("seed", sampling.seed());
        }
        dropIf(sampling.topK() != null, Parameter.TOP_K);
    }

    private static void number(String name, @Nullable Double value, JsonGenerator out) throws IOException {
        if (value != null) {
            JsonTrees.writeField(out, name, value);
        }
    }

    private void tools(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("tools");
        for (Tool tool : request.tools()) {
            out.writeStartObject();
            out.writeStringField("type", "function");
            out.writeObjectFieldStart("function");
            Functions.write(tool, out);
            out.writeEndObject();
            out.writeEndObject();
            dropIf(tool.cache() != null, Parameter.CACHE_HINT);
        }
        out.writeEndArray();
        ToolChoice choice = request.toolChoice();
        if (choice instanceof ToolChoice.Required required && required.name() != null) {
            out.writeObjectFieldStart("tool_choice");
            out.writeStringField("type", "function");
            out.writeObjectFieldStart("function");
            out.writeStringField("name", required.name());
            out.writeEndObject();
            out.writeEndObject();
        } else if (!(choice instanceof ToolChoice.Auto)) {
            out.writeStringField("tool_choice", choice instanceof ToolChoice.None ? "none" : "required");
        }
        if (request.parallelTools() != null) {
            out.writeBooleanField("parallel_tool_calls", request.parallelTools());
        }
    }

    private void format(JsonGenerator out) throws IOException {
        if (request.format() instanceof OutputFormat.Text) {
            return;
        }
        out.writeObjectFieldStart("response_format");
        if (request.format() instanceof OutputFormat.Schema schema) {
            out.writeStringField("type", "json_schema");
            out.writeObjectFieldStart("json_schema");
            OutputFormats.write(schema, out);
            out.writeEndObject();
        } else {
            out.writeStringField("type", "json_object");
        }
        out.writeEndObject();
    }

    private void thinking(JsonGenerator out) throws IOException {
        String effort = ReasoningEffort.of(request, dropped);
        if (effort != null) {
            out.writeStringField("reasoning_effort", effort);
        }
        dropIf(request.thinking() != null && request.thinking().visible(), Parameter.THINKING_VISIBLE);
    }

    private void labels(JsonGenerator out) throws IOException {
        if (request.user() != null) {
            out.writeStringField("user", request.user());
        }
        // Taken only together with the wish to store the answer.
        dropIf(!request.metadata().isEmpty(), Parameter.METADATA);
    }

    private void dropIf(boolean there, Parameter parameter) {
        if (there) {
            dropped.add(parameter);
        }
    }
}
