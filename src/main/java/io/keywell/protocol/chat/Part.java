package io.keywell.protocol.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a turn or of an answer, in the order in which it stands there. */
public sealed interface Part {

    /** @param cache whether the prompt up to here is worth caching, null for no word */
    record Text(String text, @Nullable CacheHint cache) implements Part {
        public static Text of(String text) {
            return new Text(text, null);
        }
    }

    /**
     * An image, a recording, a film or a document that goes in. One of base64, url and text is there.
     *
     * @param mediaType null when only the URL knows
     * @param name of a file, null for none
     * @param detail how closely to look at an image, in OpenAI's words, null for no word
     */
    record Media(
            Kind kind,
            @Nullable String mediaType,
            @Nullable String base64,
            @Nullable String url,
            @Nullable String name,
            @Nullable String detail,
            @Nullable CacheHint cache)
            implements Part {

        public enum Kind {
            IMAGE,
            AUDIO,
            VIDEO,
            DOCUMENT
        }
    }

    /**
     * The model calls a tool.
     *
     * @param id as the caller will repeat it in the result; never empty
     * @param arguments an object
     * @param signature a provider's sealed thought that must come back with the call, null for none
     */
    record ToolCall(String id, String name, JsonNode arguments, @Nullable String signature) implements Part {}

    /**
     * What a tool said.
     *
     * @param id of its call
     * @param name the tool's, null where the dialect does not repeat it
     */
    record ToolResult(String id, @Nullable String name, List<Part> content, boolean error, @Nullable CacheHint cache)
            implements Part {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /**
     * What the model thought.
     *
     * @param text empty when only sealed thoughts are there
     * @param signature proves the text to its own provider, null for none
     * @param sealed thoughts that only their provider can read, null for none
     */
    record Reasoning(String text, @Nullable String signature, @Nullable String sealed) implements Part {}

    /** The model declines, in words of its own. */
    record Refusal(String text) implements Part {}

    /** @param seconds how long the prefix is worth keeping, 0 = the provider's default */
    record CacheHint(int seconds) {}
}
