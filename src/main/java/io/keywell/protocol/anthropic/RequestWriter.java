package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.ChatSides.Written;
import io.keywell.protocol.chat.ClaudeModel;
import io.keywell.protocol.chat.HeldSchema;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one request for a provider. */
final class RequestWriter {

    /** Below it the model must not be restrained further while it thinks. */
    private static final double LEAST_TOP_P_WHEN_THINKING = 0.95;

    private final ChatRequest request;
    private final String upstreamModel;
    private final ClaudeModel model;
    private final long maxTokens;
    private final Set<Parameter> dropped = EnumSet.noneOf(Parameter.class);
    private final ThinkingPlan thinking;

    RequestWriter(ChatRequest request, String upstreamModel) {
        this.request = request;
        this.upstreamModel = upstreamModel;
        this.model = ClaudeModel.of(upstreamModel);
        this.maxTokens = request.maxOutputTokens() > 0 ? request.maxOutputTokens() : model.usualMaxTokens();
        this.thinking = ThinkingPlan.of(request, model, maxTokens, dropped);
    }

    Written write() {
        Bytes body = JsonTrees.write(this::body);
        return new Written(body, dropped);
    }

    private void body(JsonGenerator out) throws IOException {
        Blocks blocks = new Blocks(out, dropped);
        out.writeStartObject();
        out.writeStringField("model", upstreamModel);
        out.writeNumberField("max_tokens", maxTokens);
        if (request.stream()) {
            out.writeBooleanField("stream", true);
        }
        // In the order in which a prompt is cached.
        tools(out, blocks);
        prompt(out, blocks);
        thinking.write(out);
        outputConfig(out);
        sampling(out);
        stop(out);
        if (request.user() != null) {
            out.writeObjectFieldStart("metadata");
            out.writeStringField("user_id", request.user());
            out.writeEndObject();
        }
        dropIf(!request.metadata().isEmpty(), Parameter.METADATA);
        out.writeEndObject();
    }

    /** A caller that has only system prompts means them as what is to be answered. */
    private void prompt(JsonGenerator out, Blocks blocks) throws IOException {
        List<Part.Text> system =
                request.allSystem().stream().filter(Turns::says).toList();
        List<Turn> turns = Turns.of(request, dropped);
        if (request.alternatingTurns().isEmpty() && !system.isEmpty()) {
            turns = List.of(new Turn(Role.USER, List.copyOf(system)));
            system = List.of();
        }
        if (system.size() == 1 && system.get(0).cache() == null) {
            out.writeStringField("system", system.get(0).text());
        } else if (!system.isEmpty()) {
            out.writeFieldName("system");
            blocks.all(system);
        }
        out.writeArrayFieldStart("messages");
        for (Turn turn : turns) {
            out.writeStartObject();
            out.writeStringField("role", turn.role() == Role.USER ? "user" : "assistant");
            content(turn.parts(), out, blocks);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void content(List<Part> parts, JsonGenerator out, Blocks blocks) throws IOException {
        if (parts.size() == 1 && parts.get(0) instanceof Part.Text text && text.cache() == null) {
            out.writeStringField("content", text.text());
        } else {
            out.writeFieldName("content");
            blocks.all(parts);
        }
    }

    private void tools(JsonGenerator out, Blocks blocks) throws IOException {
        if (request.tools().isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("tools");
        for (Tool tool : request.tools()) {
            tool(tool, out, blocks);
        }
        out.writeEndArray();
        toolChoice(out);
    }

    private void tool(Tool tool, JsonGenerator out, Blocks blocks) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", tool.name());
        if (tool.description() != null) {
            out.writeStringField("description", tool.description());
        }
        boolean strict = Boolean.TRUE.equals(tool.strict());
        if (strict && model.strictTools()) {
            HeldSchema held = new HeldSchema(schema(tool.schema()));
            JsonTrees.writeField(out, "input_schema", held.schema());
            out.writeBooleanField("strict", true);
            dropIf(held.loosened(), Parameter.TOOL_STRICT);
        } else {
            JsonTrees.writeField(out, "input_schema", schema(tool.schema()));
            dropIf(strict, Parameter.TOOL_STRICT);
        }
        blocks.cache(tool.cache());
        out.writeEndObject();
    }

    /** The schema must say that it is an object. */
    private static JsonNode schema(@Nullable JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            return object.has("type") ? object : object.deepCopy().put("type", "object");
        }
        return JsonTrees.newObject().put("type", "object");
    }

    private void toolChoice(JsonGenerator out) throws IOException {
        ToolChoice choice = request.toolChoice();
        boolean single = Boolean.FALSE.equals(request.parallelTools()) && !(choice instanceof ToolChoice.None);
        if (choice instanceof ToolChoice.Auto && !single) {
            return;
        }
        out.writeObjectFieldStart("tool_choice");
        if (choice instanceof ToolChoice.Required required) {
            out.writeStringField("type", required.name() == null ? "any" : "tool");
            if (required.name() != null) {
                out.writeStringField("name", required.name());
            }
        } else {
            out.writeStringField("type", choice instanceof ToolChoice.None ? "none" : "auto");
        }
        if (single) {
            out.writeBooleanField("disable_parallel_tool_use", true);
        }
        out.writeEndObject();
    }

    private void outputConfig(JsonGenerator out) throws IOException {
        OutputFormat.Schema schema = request.format() instanceof OutputFormat.Schema asked ? asked : null;
        if (schema == null && thinking.effort() == null) {
            return;
        }
        out.writeObjectFieldStart("output_config");
        if (thinking.effort() != null) {
            out.writeStringField("effort", thinking.effort());
        }
        if (schema != null) {
            out.writeObjectFieldStart("format");
            out.writeStringField("type", "json_schema");
            HeldSchema held = new HeldSchema(schema.schema());
            JsonTrees.writeField(out, "schema", held.schema());
            out.writeEndObject();
            dropped.add(Parameter.SCHEMA_NAME);
            dropIf(held.loosened() && !Boolean.FALSE.equals(schema.strict()), Parameter.SCHEMA_STRICT);
        }
        out.writeEndObject();
    }

    /** Of temperature and top_p only one is taken; a model that thinks takes hardly any of them. */
    private void sampling(JsonGenerator out) throws IOException {
        Sampling asked = request.sampling();
        boolean free = !model.refusesSampling() && !thinking.thinks();
        Double temperature = asked.temperature();
        boolean usual = temperature != null && temperature == 1;
        if (temperature != null && free) {
            double inRange = Math.max(0, Math.min(1, temperature));
            JsonTrees.writeField(out, "temperature", inRange);
            dropIf(inRange != temperature, Parameter.TEMPERATURE);
        }
        dropIf(temperature != null && !free && !usual, Parameter.TEMPERATURE);
        Double topP = asked.topP();
        boolean thinkingTopP = thinking.thinks() && topP != null && topP >= LEAST_TOP_P_WHEN_THINKING;
        boolean takesTopP = !model.refusesSampling() && (free ? temperature == null : thinkingTopP);
        if (topP != null && takesTopP) {
            JsonTrees.writeField(out, "top_p", topP);
        }
        dropIf(topP != null && !takesTopP && topP != 1, Parameter.TOP_P);
        if (asked.topK() != null && free) {
            out.writeNumberField("top_k", asked.topK());
        }
        dropIf(asked.topK() != null && !free, Parameter.TOP_K);
        dropIf(isSaid(asked.presencePenalty()), Parameter.PRESENCE_PENALTY);
        dropIf(isSaid(asked.frequencyPenalty()), Parameter.FREQUENCY_PENALTY);
        dropIf(asked.seed() != null, Parameter.SEED);
    }

    private static boolean isSaid(@Nullable Double penalty) {
        return penalty != null && penalty != 0;
    }

    /** Sequences of white space alone are refused. */
    private void stop(JsonGenerator out) throws IOException {
        List<String> said =
                request.stop().stream().filter(stop -> !stop.isBlank()).toList();
        dropIf(said.size() < request.stop().size(), Parameter.STOP);
        if (!said.isEmpty()) {
            out.writeArrayFieldStart("stop_sequences");
            for (String stop : said) {
                out.writeString(stop);
            }
            out.writeEndArray();
        }
    }

    private void dropIf(boolean lost, Parameter parameter) {
        if (lost) {
            dropped.add(parameter);
        }
    }
}
