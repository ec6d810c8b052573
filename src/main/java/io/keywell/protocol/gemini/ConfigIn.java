package io.keywell.protocol.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.FieldTypes;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.RequestDraft;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code generationConfig}. */
final class ConfigIn {

    private static final String PATH = "generationConfig.";
    private static final String JSON = "application/json";

    private static final Set<String> SAMPLING = Set.of(
            "temperature",
            "topP",
            "top_p",
            "topK",
            "top_k",
            "presencePenalty",
            "presence_penalty",
            "frequencyPenalty",
            "frequency_penalty",
            "seed");

    private final RequestDraft draft;
    private final FieldTypes types;

    private String mediaType = "";
    private @Nullable JsonNode schema;

    ConfigIn(RequestDraft draft, FieldTypes types) {
        this.draft = draft;
        this.types = types;
    }

    void read(JsonNode config) {
        draft.sampling(new Sampling(
                types.number(PATH + "temperature", config.get("temperature")),
                types.number(PATH + "topP", Fields.at(config, "topP", "top_p")),
                types.whole(PATH + "topK", Fields.at(config, "topK", "top_k")),
                types.number(PATH + "presencePenalty", Fields.at(config, "presencePenalty", "presence_penalty")),
                types.number(PATH + "frequencyPenalty", Fields.at(config, "frequencyPenalty", "frequency_penalty")),
                types.whole(PATH + "seed", config.get("seed"))));
        for (Map.Entry<String, JsonNode> field : JsonTrees.fields(config)) {
            if (!field.getValue().isNull() && !SAMPLING.contains(field.getKey())) {
                take(field.getKey(), field.getValue());
            }
        }
        if (schema != null) {
            draft.format(new OutputFormat.Schema("response", null, schema, null));
        } else if (mediaType.equals(JSON)) {
            draft.format(new OutputFormat.Json());
        }
    }

    private void take(String name, JsonNode value) {
        switch (name) {
            case "maxOutputTokens", "max_output_tokens" -> {
                Long most = types.whole(PATH + "maxOutputTokens", value);
                draft.maxOutputTokens(most == null ? -1 : most);
            }
            case "stopSequences", "stop_sequences" -> {
                for (JsonNode sequence : types.array(PATH + "stopSequences", value)) {
                    draft.stop(sequence.asText());
                }
            }
            case "thinkingConfig", "thinking_config" -> {
                JsonNode config = types.object(PATH + "thinkingConfig", value);
                draft.thinking(config == null ? null : thinking(config));
            }
            case "responseMimeType", "response_mime_type" -> mediaType(value.asText());
            case "responseSchema", "response_schema" -> schema = schema == null ? Schemas.toJsonSchema(value) : schema;
            case "responseJsonSchema", "response_json_schema", "_responseJsonSchema" -> schema = value;
            default -> further(name, value);
        }
    }

    private void further(String name, JsonNode value) {
        switch (name) {
            case "candidateCount", "candidate_count" -> needIf(isAbove(1, value), Feature.SEVERAL_CHOICES);
            case "responseLogprobs", "response_logprobs" -> needIf(value.asBoolean(), Feature.LOG_PROBABILITIES);
            case "logprobs" -> needIf(isAbove(0, value), Feature.LOG_PROBABILITIES);
            case "responseModalities", "response_modalities" -> value.forEach(this::modality);
            case "speechConfig", "speech_config" -> draft.need(Feature.AUDIO_OUT);
            default -> draft.further(PATH + name, value);
        }
    }

    private static boolean isAbove(int least, JsonNode value) {
        return value.canConvertToInt() && value.intValue() > least;
    }

    private void needIf(boolean needed, Feature feature) {
        if (needed) {
            draft.need(feature);
        }
    }

    private void modality(JsonNode modality) {
        String name = modality.asText().toUpperCase(Locale.ROOT);
        needIf(name.equals("IMAGE"), Feature.IMAGE_OUT);
        needIf(name.equals("AUDIO"), Feature.AUDIO_OUT);
    }

    /** Nobody else has a type that is neither JSON nor text, such as {@code text/x.enum}. */
    private void mediaType(String type) {
        mediaType = type;
        needIf(!type.isEmpty() && !type.equals(JSON) && !type.equals("text/plain"), Feature.VENDOR_SPECIFIC);
    }

    private Thinking thinking(JsonNode config) {
        JsonNode shown = Fields.at(config, "includeThoughts", "include_thoughts");
        boolean visible = shown != null && shown.asBoolean();
        String level = Fields.textAt(config, "thinkingLevel", "thinking_level");
        Long budget = types.whole(
                PATH + "thinkingConfig.thinkingBudget", Fields.at(config, "thinkingBudget", "thinking_budget"));
        if (budget != null && budget == 0) {
            return new Thinking(Thinking.Mode.OFF, null, -1, visible);
        }
        if (budget != null && budget > 0) {
            return new Thinking(Thinking.Mode.ON, null, budget, visible);
        }
        return level == null
                ? new Thinking(Thinking.Mode.ADAPTIVE, null, -1, visible)
                : new Thinking(Thinking.Mode.ON, level.toLowerCase(Locale.ROOT), -1, visible);
    }
}
