package io.keywell.protocol.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatSides.Written;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.openai.ReasoningEffort;
import io.keywell.protocol.openai.SharedFields;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One writing of one request body. */
final class BodyWriter {

    private final ChatRequest request;
    private final String model;
    private final Set<Parameter> dropped = EnumSet.noneOf(Parameter.class);
    private final Set<String> carried = new HashSet<>();

    BodyWriter(ChatRequest request, String model) {
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
        if (!request.system().isEmpty()) {
            out.writeStringField("instructions", request.system().get(0).text());
        }
        out.writeArrayFieldStart("input");
        new InputWriter(out, dropped).write(request);
        out.writeEndArray();
        out.writeBooleanField("store", false);
        if (request.stream()) {
            out.writeBooleanField("stream", true);
        }
        if (request.maxOutputTokens() >= 0) {
            out.writeNumberField("max_output_tokens", request.maxOutputTokens());
        }
        sampling(request.sampling(), out);
        if (!request.tools().isEmpty()) {
            tools(out);
        }
        text(out);
        thinking(out);
        labels(out);
        SharedFields.write(request, out, carried);
        out.writeEndObject();
    }

    private void sampling(Sampling sampling, JsonGenerator out) throws IOException {
        if (sampling.temperature() != null) {
            JsonTrees.writeField(out, "temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            JsonTrees.writeField(out, "top_p", sampling.topP());
        }
        dropIf(sampling.topK() != null, Parameter.TOP_K);
        dropIf(sampling.presencePenalty() != null, Parameter.PRESENCE_PENALTY);
        dropIf(sampling.frequencyPenalty() != null, Parameter.FREQUENCY_PENALTY);
        dropIf(sampling.seed() != null, Parameter.SEED);
    }

    private void tools(JsonGenerator out) throws IOException {
        ToolWords.tools(request, out);
        ToolWords.choice(request.toolChoice(), out);
        dropIf(request.tools().stream().anyMatch(tool -> tool.cache() != null), Parameter.CACHE_HINT);
        if (request.parallelTools() != null) {
            out.writeBooleanField("parallel_tool_calls", request.parallelTools());
        }
    }

    private void text(JsonGenerator out) throws IOException {
        boolean verbosity = SharedFields.hasVerbosity(request);
        if (request.format() instanceof OutputFormat.Text && !verbosity) {
            return;
        }
        out.writeObjectFieldStart("text");
        TextFormat.write(request.format(), out);
        SharedFields.writeVerbosity(request, out, carried);
        out.writeEndObject();
    }

    private void thinking(JsonGenerator out) throws IOException {
        String effort = ReasoningEffort.of(request, dropped);
        boolean visible = request.thinking() != null && request.thinking().visible();
        if (effort == null && !visible) {
            return;
        }
        out.writeObjectFieldStart("reasoning");
        if (effort != null) {
            out.writeStringField("effort", effort);
        }
        if (visible) {
            out.writeStringField("summary", "auto");
        }
        out.writeEndObject();
    }

    private void labels(JsonGenerator out) throws IOException {
        if (request.user() != null) {
            out.writeStringField("user", request.user());
        }
        if (!request.metadata().isEmpty()) {
            out.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> label : request.metadata().entrySet()) {
                out.writeStringField(label.getKey(), label.getValue());
            }
            out.writeEndObject();
        }
    }

    private void dropIf(boolean there, Parameter parameter) {
        if (there) {
            dropped.add(parameter);
        }
    }
}
