package io.keywell.protocol.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.OutputFormat;
import io.keywell.protocol.chat.ChatRequest.Sampling;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.Efforts;
import io.keywell.protocol.chat.Parameter;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code generationConfig}. */
final class ConfigOut {

    private static final String JSON = "application/json";

    private static final int MOST_STOPS = 5;
    private static final long MOST_THOUGHT_PRO = 32_768;
    private static final long MOST_THOUGHT = 24_576;
    private static final long LEAST_THOUGHT_PRO = 128;

    private final ChatRequest request;
    private final Generation model;
    private final Set<Parameter> dropped;

    ConfigOut(ChatRequest request, Generation model, Set<Parameter> dropped) {
        this.request = request;
        this.model = model;
        this.dropped = dropped;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("generationConfig");
        if (request.maxOutputTokens() >= 0) {
            json.writeNumberField("maxOutputTokens", request.maxOutputTokens());
        }
        sampling(request.sampling(), json);
        if (!request.stop().isEmpty()) {
            json.writeArrayFieldStart("stopSequences");
            for (String sequence : request.stop()
                    .subList(0, Math.min(MOST_STOPS, request.stop().size()))) {
                json.writeString(sequence);
            }
            json.writeEndArray();
        }
        if (request.stop().size() > MOST_STOPS) {
            dropped.add(Parameter.STOP);
        }
        format(json);
        if (request.thinking() != null) {
            thinking(request.thinking(), json);
        }
        json.writeEndObject();
    }

    private void sampling(Sampling sampling, JsonGenerator json) throws IOException {
        number("temperature", sampling.temperature(), json);
        number("topP", sampling.topP(), json);
        if (sampling.topK() != null) {
            json.writeNumberField("topK", sampling.topK());
        }
        number("presencePenalty", sampling.presencePenalty(), json);
        number("frequencyPenalty", sampling.frequencyPenalty(), json);
        Long seed = sampling.seed();
        if (seed != null && seed == seed.intValue()) {
            json.writeNumberField("seed", seed);
        } else if (seed != null) {
            dropped.add(Parameter.SEED);
        }
    }

    private static void number(String name, @Nullable Double value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private void format(JsonGenerator json) throws IOException {
        if (request.format() instanceof OutputFormat.Text) {
            return;
        }
        json.writeStringField("responseMimeType", JSON);
        if (request.format() instanceof OutputFormat.Schema schema) {
            if (model.takesJsonSchema()) {
                json.writeFieldName("responseJsonSchema");
                json.writeTree(schema.schema());
            } else {
                json.writeFieldName("responseSchema");
                json.writeTree(Schemas.toGemini(schema.schema()));
            }
        }
    }

    private void thinking(Thinking thinking, JsonGenerator json) throws IOException {
        if (!model.thinks()) {
            dropped.add(Parameter.THINKING);
            return;
        }
        json.writeObjectFieldStart("thinkingConfig");
        switch (thinking.mode()) {
            case OFF -> off(json);
            case ON, ADAPTIVE -> amount(thinking, json);
        }
        if (thinking.visible()) {
            json.writeBooleanField("includeThoughts", true);
        }
        json.writeEndObject();
    }

    /** The models that always think are told to think least. */
    private void off(JsonGenerator json) throws IOException {
        if (model.hasLevels()) {
            json.writeStringField("thinkingLevel", model.pro() ? "low" : "minimal");
            dropped.add(Parameter.THINKING);
        } else if (model.pro()) {
            json.writeNumberField("thinkingBudget", LEAST_THOUGHT_PRO);
            dropped.add(Parameter.THINKING);
        } else {
            json.writeNumberField("thinkingBudget", 0);
        }
    }

    private void amount(Thinking thinking, JsonGenerator json) throws IOException {
        String effort = thinking.effort();
        if (effort != null && model.hasLevels()) {
            json.writeStringField("thinkingLevel", level(effort));
            return;
        }
        long wanted = effort == null || thinking.budgetTokens() > 0 ? thinking.budgetTokens() : budgetOf(effort);
        if (wanted > 0) {
            long most = model.pro() ? MOST_THOUGHT_PRO : MOST_THOUGHT;
            json.writeNumberField("thinkingBudget", Math.min(most, Math.max(LEAST_THOUGHT_PRO, wanted)));
        }
    }

    /** Thoughts count as output: a word of effort must leave some of it for the answer. */
    private long budgetOf(String effort) {
        long budget = Efforts.budgetOf(effort);
        return request.maxOutputTokens() < 0 ? budget : Math.min(budget, request.maxOutputTokens() / 4 * 3);
    }

    private String level(String effort) {
        return switch (effort) {
            case "minimal" -> model.pro() ? "low" : "minimal";
            case "low", "medium" -> effort;
            default -> "high";
        };
    }
}
