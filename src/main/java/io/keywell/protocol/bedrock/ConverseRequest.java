package io.keywell.protocol.bedrock;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.ChatSides.Written;
import io.keywell.protocol.chat.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Converse request. The model stands in the path, not in the body.
 *
 * <p>Converse wants turns that alternate and begin with the user's, so neighbours of one role are put together. Tools
 * that were called must be declared even when the caller sends none any more.
 */
final class ConverseRequest {

    /** Claude on Bedrock takes some of its own parameters beside the common ones. */
    private static final String CLAUDE = "anthropic.";

    private final ChatRequest request;
    private final boolean claude;
    private final Set<String> lossy = new LinkedHashSet<>();
    private final ConverseParts parts;

    ConverseRequest(ChatRequest request, String upstreamModel) {
        this.request = request;
        this.claude = upstreamModel.contains(CLAUDE);
        this.parts = new ConverseParts(claude);
    }

    Written write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            system(json);
            messages(json);
            inference(json);
            tools(json);
            additional(json);
            metadata(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lossy.addAll(new TreeSet<>(request.further().keySet()));
        return new Written(Bytes.of(out.toByteArray()), new ArrayList<>(lossy));
    }

    private void system(JsonGenerator json) throws IOException {
        if (request.system().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("system");
        for (Part.Text text : request.system()) {
            parts.write(json, text);
        }
        json.writeEndArray();
    }

    private void messages(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messages");
        Role open = null;
        for (Turn turn : request.turns()) {
            if (turn.role() != open) {
                if (open != null) {
                    close(json);
                }
                open(json, turn.role());
                open = turn.role();
            }
            for (Part part : turn.parts()) {
                parts.write(json, part);
            }
        }
        if (open != null) {
            close(json);
        }
        json.writeEndArray();
    }

    private static void open(JsonGenerator json, Role role) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role == Role.USER ? "user" : "assistant");
        json.writeArrayFieldStart("content");
    }

    private static void close(JsonGenerator json) throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }

    private void inference(JsonGenerator json) throws IOException {
        Sampling sampling = request.sampling();
        json.writeObjectFieldStart("inferenceConfig");
        // Unset means the model's maximum, and that much is reserved in the account's quota.
        if (request.maxOutputTokens() >= 0) {
            json.writeNumberField("maxTokens", request.maxOutputTokens());
        }
        if (sampling.temperature() != null) {
            double temperature = Math.min(1, sampling.temperature());
            if (temperature != sampling.temperature()) {
                lossy.add("temperature");
            }
            json.writeNumberField("temperature", temperature);
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
        dropped(sampling.presencePenalty(), "presence_penalty");
        dropped(sampling.frequencyPenalty(), "frequency_penalty");
        dropped(sampling.seed(), "seed");
        dropped(request.user(), "user");
    }

    private void dropped(@Nullable Object value, String name) {
        if (value != null) {
            lossy.add(name);
        }
    }

    private void tools(JsonGenerator json) throws IOException {
        List<Tool> tools = request.tools().isEmpty() ? used() : request.tools();
        boolean none = request.toolChoice() instanceof ToolChoice.None;
        if (none && used().isEmpty()) {
            return;
        }
        if (tools.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("toolConfig");
        json.writeArrayFieldStart("tools");
        for (Tool tool : tools) {
            tool(json, tool);
        }
        json.writeEndArray();
        if (none) {
            lossy.add("tool_choice");
        } else {
            choice(json);
        }
        json.writeEndObject();
        if (Boolean.FALSE.equals(request.parallelTools()) && !request.tools().isEmpty()) {
            lossy.add("parallel_tool_calls");
        }
    }

    /** The tools of calls that stand in the turns. */
    private List<Tool> used() {
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

    private static void tool(JsonGenerator json, Tool tool) throws IOException {
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
            Json.write(json, tool.schema());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        if (tool.cache() != null) {
            ConverseParts.cachePoint(json);
        }
    }

    private void choice(JsonGenerator json) throws IOException {
        if (!(request.toolChoice() instanceof ToolChoice.Required required)) {
            return;
        }
        json.writeObjectFieldStart("toolChoice");
        if (required.names().size() == 1) {
            json.writeObjectFieldStart("tool");
            json.writeStringField("name", required.names().get(0));
            json.writeEndObject();
        } else {
            json.writeObjectFieldStart("any");
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void additional(JsonGenerator json) throws IOException {
        Thinking thinking = request.thinking();
        Long topK = request.sampling().topK();
        if (!claude) {
            dropped(topK, "top_k");
            dropped(thinking, "thinking");
            return;
        }
        long budget = thinking == null ? -1 : ClaudeThinking.budget(thinking, request.maxOutputTokens());
        if (topK == null && budget < 0) {
            return;
        }
        json.writeObjectFieldStart("additionalModelRequestFields");
        if (topK != null) {
            json.writeNumberField("top_k", topK);
        }
        if (budget >= 0) {
            json.writeObjectFieldStart("thinking");
            json.writeStringField("type", "enabled");
            json.writeNumberField("budget_tokens", budget);
            json.writeEndObject();
        }
        json.writeEndObject();
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
