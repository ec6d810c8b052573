package io.keywell.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a chat model, whatever dialect it spoke. Immutable; trees in it are not to be changed.
 *
 * @param system system and developer prompts in their order
 * @param maxOutputTokens -1 = no word
 * @param parallelTools whether several tools may be called at once, null for no word
 * @param user an opaque name of the caller's own user, null for none
 * @param metadata the caller's labels; empty for none
 * @param needs what a target must be able to express, beyond text in turns
 * @param further fields of the caller's dialect that have no place here, by name; a target of another dialect cannot
 *     express them, and they are harmless (what is not harmless is a {@link Feature})
 */
public record ChatRequest(
        String model,
        boolean stream,
        List<Part.Text> system,
        List<Turn> turns,
        List<Tool> tools,
        ToolChoice toolChoice,
        @Nullable Boolean parallelTools,
        Sampling sampling,
        long maxOutputTokens,
        List<String> stop,
        OutputFormat format,
        @Nullable Thinking thinking,
        @Nullable String user,
        Map<String, String> metadata,
        Set<Feature> needs,
        Map<String, JsonNode> further) {

    public ChatRequest {
        system = List.copyOf(system);
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        stop = List.copyOf(stop);
        metadata = Map.copyOf(metadata);
        needs = Set.copyOf(needs);
        further = Map.copyOf(further);
    }

    public enum Role {
        USER,
        ASSISTANT
    }

    /** Results of tools stand in a turn of the user. Neighbours may have the same role. */
    public record Turn(Role role, List<Part> parts) {
        public Turn {
            parts = List.copyOf(parts);
        }
    }

    /**
     * @param schema JSON schema of the arguments, null for none
     * @param strict whether arguments must obey the schema, null for no word
     */
    public record Tool(
            String name,
            @Nullable String description,
            @Nullable JsonNode schema,
            @Nullable Boolean strict,
            Part.@Nullable CacheHint cache) {}

    /** Which tool must be called. */
    public sealed interface ToolChoice {
        record Auto() implements ToolChoice {}

        record None() implements ToolChoice {}

        /** Any one of them, or of those named. */
        record Required(List<String> names) implements ToolChoice {
            public Required {
                names = List.copyOf(names);
            }
        }
    }

    /** All null for no word. */
    public record Sampling(
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Long topK,
            @Nullable Double presencePenalty,
            @Nullable Double frequencyPenalty,
            @Nullable Long seed) {}

    /** The shape that the answer's text must have. */
    public sealed interface OutputFormat {
        record Text() implements OutputFormat {}

        /** Some JSON object. */
        record Json() implements OutputFormat {}

        record Schema(String name, @Nullable String description, JsonNode schema, @Nullable Boolean strict)
                implements OutputFormat {}
    }

    /**
     * @param mode whether the model is to think before it answers
     * @param effort minimal, low, medium, high, or a vendor's further word; null for no word
     * @param budgetTokens -1 = no word
     * @param visible whether the caller wants to see thoughts or their summary
     */
    public record Thinking(Mode mode, @Nullable String effort, long budgetTokens, boolean visible) {
        public enum Mode {
            OFF,
            ON,
            /** The model decides. */
            ADAPTIVE
        }
    }

    /** What not every dialect can express, and what must not be dropped in silence. */
    public enum Feature {
        SEVERAL_CHOICES,
        LOG_PROBABILITIES,
        LOGIT_BIAS,
        IMAGE_IN,
        IMAGE_URL_IN,
        AUDIO_IN,
        VIDEO_IN,
        DOCUMENT_IN,
        AUDIO_OUT,
        IMAGE_OUT,
        TOOLS,
        FORCED_TOOL,
        OUTPUT_SCHEMA,
        OUTPUT_JSON,
        /** A tool that the provider itself runs: search, code execution, computer use. */
        HOSTED_TOOL,
        /** The answer builds on something that is stored at one provider: a conversation, a file, a cached prompt. */
        STORED_AT_PROVIDER,
        /** The answer is to be fetched later. */
        BACKGROUND
    }
}
