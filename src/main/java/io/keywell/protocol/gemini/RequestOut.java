package io.keywell.protocol.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Tool;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.ChatSides.Written;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Writes one request. The model and whether it is a stream stand in the path. */
final class RequestOut {

    private final ChatRequest request;
    private final Generation model;
    private final Set<Parameter> dropped = EnumSet.noneOf(Parameter.class);
    private final PartsOut parts;

    RequestOut(ChatRequest request, String upstreamModel) {
        this.request = request;
        this.model = Generation.of(upstreamModel);
        this.parts = new PartsOut(model, dropped);
    }

    Written write() {
        Bytes body = JsonTrees.write(json -> {
            json.writeStartObject();
            system(json);
            contents(json);
            tools(json);
            new ConfigOut(request, model, dropped).write(json);
            json.writeEndObject();
        });
        dropIf(request.user() != null, Parameter.USER);
        // Only one of the two vendors of this dialect has labels.
        dropIf(!request.metadata().isEmpty(), Parameter.METADATA);
        return new Written(body, dropped);
    }

    private void dropIf(boolean said, Parameter parameter) {
        if (said) {
            dropped.add(parameter);
        }
    }

    private void system(JsonGenerator json) throws IOException {
        List<Part.Text> system = request.allSystem();
        if (system.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("systemInstruction");
        json.writeArrayFieldStart("parts");
        for (Part.Text text : system) {
            parts.write(text, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void contents(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("contents");
        for (Turn turn : request.alternatingTurns()) {
            json.writeStartObject();
            json.writeStringField("role", turn.role() == Role.USER ? "user" : "model");
            json.writeArrayFieldStart("parts");
            parts.write(turn, json);
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void tools(JsonGenerator json) throws IOException {
        if (request.tools().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        json.writeStartObject();
        json.writeArrayFieldStart("functionDeclarations");
        for (Tool tool : request.tools()) {
            tool(tool, json);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        choice(json);
        dropIf(Boolean.FALSE.equals(request.parallelTools()), Parameter.PARALLEL_TOOLS);
    }

    private void tool(Tool tool, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", tool.name());
        String description = tool.description();
        if (description != null) {
            json.writeStringField("description", description);
        }
        JsonNode schema = tool.schema();
        if (schema != null && model.takesJsonSchema()) {
            json.writeFieldName("parametersJsonSchema");
            json.writeTree(schema);
        } else if (schema != null && !schema.path("properties").isEmpty()) {
            // An object without properties is refused there.
            json.writeFieldName("parameters");
            json.writeTree(Schemas.toGemini(schema));
        }
        json.writeEndObject();
        dropIf(Boolean.TRUE.equals(tool.strict()), Parameter.TOOL_STRICT);
        dropIf(tool.cache() != null, Parameter.CACHE_HINT);
    }

    private void choice(JsonGenerator json) throws IOException {
        if (request.toolChoice() instanceof ToolChoice.Auto) {
            return;
        }
        json.writeObjectFieldStart("toolConfig");
        json.writeObjectFieldStart("functionCallingConfig");
        if (request.toolChoice() instanceof ToolChoice.Required required) {
            json.writeStringField("mode", "ANY");
            if (required.name() != null) {
                json.writeArrayFieldStart("allowedFunctionNames");
                json.writeString(required.name());
                json.writeEndArray();
            }
        } else {
            json.writeStringField("mode", "NONE");
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
