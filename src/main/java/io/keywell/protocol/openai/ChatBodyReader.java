package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatSides.Read;
import io.keywell.protocol.chat.FieldTypes;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.RequestDraft;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one request body. A field that is not known here is no reason to refuse the request: it is named as
 * lost.
 */
final class ChatBodyReader {

    private final RequestDraft draft;
    private final FieldTypes types;
    private final MessagesReader messages;
    private final ToolsReader tools;

    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Long topK;
    private @Nullable Double presencePenalty;
    private @Nullable Double frequencyPenalty;
    private @Nullable Long seed;
    private @Nullable Long maxTokens;
    private @Nullable Long maxCompletionTokens;

    ChatBodyReader(String model, boolean stream) {
        draft = new RequestDraft(Dialect.OPENAI, model, stream);
        types = new FieldTypes(draft);
        messages = new MessagesReader(draft, types);
        tools = new ToolsReader(draft, types);
    }

    Read read(Bytes body) {
        return readTree(JsonTrees.object(body));
    }

    void need(Feature feature) {
        draft.need(feature);
    }

    /** @param root null for a body that is no object */
    Read readTree(@Nullable JsonNode root) {
        if (root == null) {
            draft.mistake("The request body is not a JSON object.", null);
            return draft.read();
        }
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(root)) {
            if (!field.getValue().isNull()) {
                take(field.getKey(), field.getValue());
            }
        }
        tools.finish();
        draft.sampling(new Sampling(temperature, topP, topK, presencePenalty, frequencyPenalty, seed));
        Long cap = maxCompletionTokens != null ? maxCompletionTokens : maxTokens;
        draft.maxOutputTokens(cap == null ? -1 : cap);
        return draft.read();
    }

    private void take(String name, JsonNode value) {
        switch (name) {
            case "messages" -> messages.read(value);
            case "temperature" -> temperature = types.number(name, value);
            case "top_p" -> topP = types.number(name, value);
            case "top_k" -> topK = types.whole(name, value);
            case "presence_penalty" -> presencePenalty = types.number(name, value);
            case "frequency_penalty" -> frequencyPenalty = types.number(name, value);
            case "seed" -> seed = types.whole(name, value);
            case "max_tokens" -> maxTokens = types.whole(name, value);
            case "max_completion_tokens" -> maxCompletionTokens = types.whole(name, value);
            case "stop" -> stop(value);
            case "response_format" -> format(value);
            case "reasoning_effort" -> thinking(types.text(name, value));
            case "parallel_tool_calls" -> draft.parallelTools(types.truth(name, value));
            case "user" -> draft.user(types.text(name, value));
            case "metadata" -> labels(value);
            // The gateway's own affair: the caller's wishes about them are known from its request's scan.
            case "model", "stream", "stream_options" -> {}
            default -> {
                if (!tools.take(name, value)) {
                    beyondText(name, value);
                }
            }
        }
    }

    /** What other dialects cannot say; what must not be dropped makes them no place to go. */
    private void beyondText(String name, JsonNode value) {
        switch (name) {
            case "n" -> needIf(value.asDouble(1) > 1, Feature.SEVERAL_CHOICES);
            case "logprobs", "top_logprobs" ->
                needIf(value.asBoolean() || value.asDouble() > 0, Feature.LOG_PROBABILITIES);
            case "logit_bias" -> needIf(!value.isEmpty(), Feature.LOGIT_BIAS);
            case "web_search_options" -> draft.need(Feature.HOSTED_TOOL);
            case "audio" -> draft.need(Feature.AUDIO_OUT);
            case "modalities" -> modalities(value);
            default -> draft.further(name, value);
        }
    }

    private void modalities(JsonNode value) {
        for (JsonNode modality : types.array("modalities", value)) {
            needIf("audio".equals(modality.asText()), Feature.AUDIO_OUT);
            needIf("image".equals(modality.asText()), Feature.IMAGE_OUT);
        }
    }

    private void needIf(boolean needed, Feature feature) {
        if (needed) {
            draft.need(feature);
        }
    }

    private void stop(JsonNode value) {
        if (value.isTextual()) {
            draft.stop(value.textValue());
            return;
        }
        for (JsonNode sequence : types.array("stop", value)) {
            draft.stop(types.needed("stop", sequence));
        }
    }

    private void labels(JsonNode value) {
        JsonNode labels = types.object("metadata", value);
        if (labels != null) {
            for (Map.Entry<String, JsonNode> label : JsonTrees.fields(labels)) {
                draft.label(label.getKey(), label.getValue().asText());
            }
        }
    }

    private void thinking(@Nullable String effort) {
        if (effort != null) {
            boolean off = effort.equals("none");
            draft.thinking(new Thinking(off ? Thinking.Mode.OFF : Thinking.Mode.ON, off ? null : effort, -1, false));
        }
    }

    private void format(JsonNode value) {
        String type = JsonTrees.textAt(value, "type");
        if ("json_object".equals(type)) {
            draft.format(new OutputFormat.Json());
        } else if ("json_schema".equals(type)) {
            JsonNode schema = types.object("response_format.json_schema", value.get("json_schema"));
            if (schema == null) {
                draft.mistake("The field 'response_format.json_schema' is missing.", "response_format.json_schema");
            } else {
                draft.format(OutputFormats.read("response_format.json_schema", schema, types));
            }
        } else if (!"text".equals(type)) {
            draft.need(Feature.VENDOR_SPECIFIC);
        }
    }
}
