package io.keywell.protocol.bedrock;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.ChatSides.Written;
import io.keywell.protocol.chat.Efforts;
import io.keywell.protocol.chat.HeldSchema;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Converse request. The model stands in the path, not in the body. Tools that were called must be declared even
 * when the caller sends none any more.
 */
final class ConverseRequest {

    /** Less thinking is refused. */
    private static final long LEAST_THINKING = 1_024;

    private final ChatRequest request;
    private final Family family;
    private final Set<Parameter> dropped = EnumSet.noneOf(Parameter.class);
    private final ConverseParts parts;

    ConverseRequest(ChatRequest request, String upstreamModel) {
        this.request = request;
        this.family = Family.of(upstreamModel);
        this.parts = new ConverseParts(family, dropped);
    }

    Written write() {
        return new Written(JsonTrees.write(this::write), dropped);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        system(json);
        messages(json);
        inference(json);
        tools(json);
        additional(json);
        if (request.format() instanceof OutputFormat.Schema schema) {
            format(schema, json);
        }
        metadata(json);
        json.writeEndObject();
        dropIf(request.user(), Parameter.USER);
    }

    private void system(JsonGenerator json) throws IOException {
        List<Part.Text> system = request.allSystem();
        if (system.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("system");
        for (Part.Text text : system) {
            parts.write(json, text);
        }
        json.writeEndArray();
    }

    private void messages(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messages");
        for (Turn turn : request.alternatingTurns()) {
            json.writeStartObject();
            json.writeStringField("role", turn.role() == Role.USER ? "user" : "assistant");
            json.writeArrayFieldStart("content");
            for (Part part : turn.parts()) {
                parts.write(json, part);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void inference(JsonGenerator json) throws IOException {
        Sampling sampling = request.sampling();
        json.writeObjectFieldStart("inferenceConfig");
        // Unset means the model's maximum, and that much is reserved in the account's quota.
        if (request.maxOutputTokens() >= 0) {
            json.writeNumberField("maxTokens", request.maxOutputTokens());
        }
        Double temperature = sampling.temperature();
        if (temperature != null) {
            json.writeNumberField("temperature", Math.min(1, temperature));
            dropIf(temperature > 1 ? temperature : null, Parameter.TEMPERATURE);
        }
        if (sampling.topP() != null) {
            json.writeNumberField("topP", sampling.topP());
        }
        if (!request.stop().isEmpty()) {
            json.writeArrayFieldStart("stopSequences");
            for (String stop : request.stop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        dropIf(sampling.presencePenalty(), Parameter.PRESENCE_PENALTY);
        dropIf(sampling.frequencyPenalty(), Parameter.FREQUENCY_PENALTY);
        dropIf(sampling.seed(), Parameter.SEED);
    }

    private void dropIf(@Nullable Object said, Parameter parameter) {
        if (said != null) {
            dropped.add(parameter);
        }
    }

    private void tools(JsonGenerator json) throws IOException {
        List<Tool> called = called();
        List<Tool> tools = request.tools().isEmpty() ? called : request.tools();
        boolean none = request.toolChoice() instanceof ToolChoice.None;
        // There is no word for calling none of them; without earlier calls they are just left out.
        if (tools.isEmpty() || none && called.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("toolConfig");
        json.writeArrayFieldStart("tools");
        for (Tool tool : tools) {
            tool(json, tool);
        }
        json.writeEndArray();
        if (request.toolChoice() instanceof ToolChoice.Required required) {
            choice(json, required);
        }
        json.writeEndObject();
        dropIf(request.parallelTools(), Parameter.PARALLEL_TOOLS);
    }

    /** The tools of calls that stand in the turns. */
    private List<Tool> called() {
        Set<String> names = new LinkedHashSet<>();
        for (Turn turn : request.turns()) {
            for (Part part : turn.parts()) {
                if (part instanceof Part.ToolCall call) {
                    names.add(call.name());
                }
            }
        }
        return names.stream()
                .map(name -> new Tool(name, null, null, null, null))
                .toList();
    }

    private void tool(JsonGenerator json, Tool tool) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("toolSpec");
        json.writeStringField("name", tool.name());
        String description = tool.description();
        if (description != null && !description.isEmpty()) {
            json.writeStringField("description", description);
        }
        json.writeObjectFieldStart("inputSchema");
        json.writeFieldName("json");
        if (tool.schema() == null) {
            json.writeStartObject();
            json.writeStringField("type", "object");
            json.writeEndObject();
        } else {
            json.writeTree(tool.schema());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        parts.cachePoint(json, tool.cache());
        dropIf(tool.strict(), Parameter.TOOL_STRICT);
    }

    private static void choice(JsonGenerator json, ToolChoice.Required required) throws IOException {
        json.writeObjectFieldStart("toolChoice");
        json.writeObjectFieldStart(required.name() == null ? "any" : "tool");
        if (required.name() != null) {
            json.writeStringField("name", required.name());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void additional(JsonGenerator json) throws IOException {
        Thinking thinking = request.thinking();
        Long topK = request.sampling().topK();
        if (family != Family.CLAUDE) {
            dropIf(topK, Parameter.TOP_K);
            dropIf(thinking, Parameter.THINKING);
            return;
        }
        long budget = thinking == null ? 0 : budget(thinking);
        if (topK == null && budget == 0) {
            return;
        }
        json.writeObjectFieldStart("additionalModelRequestFields");
        if (topK != null) {
            json.writeNumberField("top_k", topK);
        }
        if (budget > 0) {
            json.writeObjectFieldStart("thinking");
            json.writeStringField("type", "enabled");
            json.writeNumberField("budget_tokens", budget);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Thoughts are part of the output and must leave room in it. 0 = no thinking. */
    private long budget(Thinking thinking) {
        if (thinking.mode() == Thinking.Mode.OFF) {
            return 0;
        }
        String effort = thinking.effort() == null ? "medium" : thinking.effort();
        long wanted = thinking.budgetTokens() > 0 ? thinking.budgetTokens() : Efforts.budgetOf(effort);
        long most = request.maxOutputTokens() < 0 ? Long.MAX_VALUE : request.maxOutputTokens() - 1;
        if (most < LEAST_THINKING) {
            dropped.add(Parameter.THINKING);
            return 0;
        }
        return Math.max(LEAST_THINKING, Math.min(wanted, most));
    }

    /** The schema is the text of one. */
    private void format(OutputFormat.Schema asked, JsonGenerator json) throws IOException {
        HeldSchema held = new HeldSchema(asked.schema());
        json.writeObjectFieldStart("outputConfig");
        json.writeObjectFieldStart("textFormat");
        json.writeStringField("type", "json_schema");
        json.writeObjectFieldStart("structure");
        json.writeObjectFieldStart("jsonSchema");
        json.writeStringField("schema", held.schema().toString());
        if (!asked.name().isEmpty()) {
            json.writeStringField("name", asked.name());
        }
        if (asked.description() != null) {
            json.writeStringField("description", asked.description());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        if (held.loosened() && !Boolean.FALSE.equals(asked.strict())) {
            dropped.add(Parameter.SCHEMA_STRICT);
        }
    }

    private void metadata(JsonGenerator json) throws IOException {
        if (request.metadata().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("requestMetadata");
        for (Map.Entry<String, String> entry : request.metadata().entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
