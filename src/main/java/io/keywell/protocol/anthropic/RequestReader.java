package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.RequestDraft;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a caller's request for a provider of another dialect. */
final class RequestReader {

    /** A schema has a name in other dialects. */
    private static final String SCHEMA_NAME = "output";

    /** Fields that are read on their own, or before. */
    private static final Set<String> READ = Set.of(
            "model",
            "stream",
            "system",
            "messages",
            "tools",
            "tool_choice",
            "max_tokens",
            "stop_sequences",
            "temperature",
            "top_p",
            "top_k",
            "thinking",
            "output_config",
            "output_format",
            "metadata");

    private final ObjectNode body;
    private final RequestDraft draft;
    private final ContentReader content;

    private RequestReader(ObjectNode body, RequestDraft draft) {
        this.body = body;
        this.draft = draft;
        this.content = new ContentReader(draft);
    }

    static Read read(Bytes bytes, String model, boolean stream) {
        ObjectNode body = JsonTrees.object(bytes);
        if (body == null) {
            return new Read.Malformed(GatewayError.invalid("The request body is not a JSON object.", null));
        }
        return new RequestReader(body, new RequestDraft(Dialect.ANTHROPIC, model, stream)).read();
    }

    private Read read() {
        draft.system(content.texts(JsonTrees.at(body, "system"), "system"));
        messages();
        ToolsReader.read(body, draft, content);
        sampling();
        thinking();
        format();
        metadata();
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(body)) {
            if (!READ.contains(field.getKey()) && !field.getValue().isNull()) {
                rest(field.getKey(), field.getValue());
            }
        }
        return draft.read();
    }

    private void messages() {
        JsonNode messages = body.get("messages");
        if (messages == null || !messages.isArray()) {
            content.wrong("messages", "an array of messages");
            return;
        }
        Role role = Role.USER;
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String where = "messages[" + i + "]";
            String name = JsonTrees.textAt(message, "role");
            JsonNode said = JsonTrees.at(message, "content");
            if (name == null || said == null) {
                content.wrong(where, "an object with a role and a content");
            } else if (name.equals("system")) {
                draft.system(content.texts(said, where + ".content"));
            } else if (name.equals("user") || name.equals("assistant")) {
                role = name.equals("user") ? Role.USER : Role.ASSISTANT;
                draft.turn(role, content.parts(said, where + ".content"));
            } else {
                content.wrong(where + ".role", "user, assistant or system");
            }
        }
        if (role == Role.ASSISTANT) {
            draft.need(Feature.PREFILL);
        }
    }

    private void sampling() {
        draft.sampling(new Sampling(number("temperature"), number("top_p"), whole("top_k"), null, null, null));
        Long maxTokens = whole("max_tokens");
        if (maxTokens != null) {
            draft.maxOutputTokens(maxTokens);
        }
        JsonNode stops = JsonTrees.at(body, "stop_sequences");
        if (stops != null) {
            stops.forEach(stop -> draft.stop(stop.asText()));
        }
    }

    private void thinking() {
        JsonNode thinking = JsonTrees.at(body, "thinking");
        JsonNode config = JsonTrees.at(body, "output_config");
        String effort = config == null ? null : JsonTrees.textAt(config, "effort");
        String type = thinking == null ? null : JsonTrees.textAt(thinking, "type");
        if (thinking == null || type == null) {
            draft.thinking(effort == null ? null : new Thinking(Thinking.Mode.ADAPTIVE, effort, -1, false));
            return;
        }
        JsonNode budget = JsonTrees.at(thinking, "budget_tokens");
        long tokens = budget == null || !budget.isIntegralNumber() ? -1 : budget.longValue();
        boolean visible = !"omitted".equals(JsonTrees.textAt(thinking, "display"));
        draft.thinking(
                switch (type) {
                    case "disabled" -> new Thinking(Thinking.Mode.OFF, effort, -1, false);
                    case "adaptive" -> new Thinking(Thinking.Mode.ADAPTIVE, effort, tokens, visible);
                    default -> new Thinking(Thinking.Mode.ON, effort, tokens, visible);
                });
    }

    /** Under its name of today and under the one of its first beta. */
    private void format() {
        JsonNode config = JsonTrees.at(body, "output_config");
        JsonNode format = config == null ? null : JsonTrees.at(config, "format");
        format = format == null ? JsonTrees.at(body, "output_format") : format;
        JsonNode schema = format == null ? null : JsonTrees.at(format, "schema");
        if (schema != null) {
            draft.format(new OutputFormat.Schema(SCHEMA_NAME, null, schema, true));
        }
        if (config != null) {
            inner("output_config", config, List.of("effort", "format"));
        }
    }

    private void metadata() {
        JsonNode metadata = JsonTrees.at(body, "metadata");
        if (metadata != null) {
            draft.user(JsonTrees.textAt(metadata, "user_id"));
            inner("metadata", metadata, List.of("user_id"));
        }
    }

    private void inner(String name, JsonNode object, List<String> read) {
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(object)) {
            if (!read.contains(field.getKey()) && !field.getValue().isNull()) {
                draft.further(name + "." + field.getKey(), field.getValue());
            }
        }
    }

    private void rest(String name, JsonNode value) {
        switch (name) {
            case "container", "mcp_servers" -> draft.need(Feature.HOSTED_TOOL);
            // Where the answer is to be made.
            case "inference_geo" -> draft.need(Feature.VENDOR_SPECIFIC);
            default -> draft.further(name, value);
        }
    }

    private @Nullable Double number(String field) {
        JsonNode value = body.get(field);
        return value != null && value.isNumber() ? value.doubleValue() : null;
    }

    private @Nullable Long whole(String field) {
        JsonNode value = body.get(field);
        return value != null && value.isIntegralNumber() ? value.longValue() : null;
    }
}
