package io.keywell.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keywell.core.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a chat model, whatever dialect it spoke. Immutable; trees in it are not to be changed. Readers
 * make it by a {@link RequestDraft}.
 *
 * @param caller the dialect in which it came
 * @param system system and developer prompts that stand before all turns
 * @param maxOutputTokens -1 = no word
 * @param stop sequences that end the answer
 * @param parallelTools whether several tools may be called at once, null for no word
 * @param user an opaque name of the caller's own user, null for none
 * @param metadata the caller's labels; empty for none
 * @param needs what a target must be able to express, beyond text in turns
 * @param further what the caller's dialect says that has no place here, by its name there; a field inside another is named
 *     by its path ({@code messages.name}). A target of another dialect cannot express it, and it is harmless (what is not
 *     is a {@link Feature})
 */
public record ChatRequest(
        Dialect caller,
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
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        needs = Set.copyOf(needs);
        further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
    }

    /** All system prompts in their order, for a dialect that knows none in the middle of a conversation. */
    public List<Part.Text> allSystem() {
        List<Part.Text> all = new ArrayList<>(system);
        for (Turn turn : turns) {
            if (turn.role() == Role.SYSTEM) {
                turn.parts().forEach(part -> all.add((Part.Text) part));
            }
        }
        return all;
    }

    /** The turns of user and assistant alone, neighbours of the same role made one. */
    public List<Turn> alternatingTurns() {
        List<Turn> merged = new ArrayList<>(turns.size());
        List<Part> parts = new ArrayList<>();
        Role role = Role.SYSTEM;
        for (Turn turn : turns) {
            if (turn.role() == Role.SYSTEM) {
                continue;
            }
            if (turn.role() != role && !parts.isEmpty()) {
                merged.add(new Turn(role, parts));
                parts.clear();
            }
            role = turn.role();
            parts.addAll(turn.parts());
        }
        if (!parts.isEmpty()) {
            merged.add(new Turn(role, parts));
        }
        return merged;
    }

    public enum Role {
        /** A prompt in the middle of the conversation; texts only. */
        SYSTEM,
        USER,
        ASSISTANT
    }

    /** Results of tools stand in a turn of the user. Neighbours may have the same role. No turn is empty. */
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

    /**
     * Which tool must be called. Where a caller lets the model choose among some of its tools, the reader leaves the others
     * out of {@link ChatRequest#tools}.
     */
    public sealed interface ToolChoice {
        record Auto() implements ToolChoice {}

        record None() implements ToolChoice {}

        /** @param name null for any one of them */
        record Required(@Nullable String name) implements ToolChoice {}
    }

    /** All null for no word. */
    public record Sampling(
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Long topK,
            @Nullable Double presencePenalty,
            @Nullable Double frequencyPenalty,
            @Nullable Long seed) {
        public static final Sampling NONE = new Sampling(null, null, null, null, null, null);
    }

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

    /**
     * What not every dialect can express, and what must not be dropped in silence. Those that follow from the request's
     * other fields are found by {@link RequestDraft}; a reader adds the rest.
     */
    public enum Feature {
        IMAGE_IN,
        /** An image that the provider is to fetch. */
        IMAGE_URL_IN,
        AUDIO_IN,
        /** A recording that the provider is to fetch. */
        AUDIO_URL_IN,
        VIDEO_IN,
        DOCUMENT_IN,
        /** A document that the provider is to fetch. */
        DOCUMENT_URL_IN,
        TOOLS,
        /** Some tool must be called, any one. */
        REQUIRED_TOOL,
        /** A tool must be called that is named. */
        FORCED_TOOL,
        OUTPUT_SCHEMA,
        OUTPUT_JSON,
        STOP_SEQUENCES,
        /** Only one's own reader adds it: the last turn is the model's, and it is to go on with it. */
        PREFILL,
        /** Only OpenAI's: calls are to be answered in the old form, one at a time. Every target can. */
        OLD_FUNCTIONS,

        // What the neutral call has no words for, so that it never crosses; readers add these.
        LOGIT_BIAS,
        SEVERAL_CHOICES,
        LOG_PROBABILITIES,
        AUDIO_OUT,
        IMAGE_OUT,
        /** A tool that the provider itself runs: search, code execution, computer use. */
        HOSTED_TOOL,
        /** A tool whose input is not JSON. */
        CUSTOM_TOOL,
        /** The answer builds on something that is stored at one provider: a conversation, a file, a cached prompt. */
        STORED_AT_PROVIDER,
        /** The answer is to be fetched later. */
        BACKGROUND,
        /** Anything else in the conversation that only a provider of the caller's own dialect can understand. */
        VENDOR_SPECIFIC;

        /** Whether no conversion can carry it. */
        public boolean neverCrosses() {
            return compareTo(LOGIT_BIAS) >= 0;
        }
    }
}
