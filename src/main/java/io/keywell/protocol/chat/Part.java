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
     * An image, a recording, a film or a document that goes in.
     *
     * @param mediaType null when only the URL knows
     * @param name of a file, null for none
     * @param detail how closely to look at an image, in OpenAI's words, null for no word
     */
    record Media(
            Kind kind,
            Source source,
            @Nullable String mediaType,
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

    /** Where the bytes of a medium are. */
    sealed interface Source {
        record Base64(String data) implements Source {}

        /** Never a {@code data:} URL: readers take those apart. */
        record Url(String url) implements Source {}

        /** A document that is plain text. */
        record Plain(String text) implements Source {}
    }

    /**
     * The model calls a tool.
     *
     * @param id as the caller will repeat it in the result; never empty
     * @param arguments an object; what a model wrote instead of one is {@link JsonTrees#arguments wrapped}
     * @param seal a provider's own thought that must come back with the call, null for none
     */
    record ToolCall(String id, String name, JsonNode arguments, @Nullable Seal seal) implements Part {}

    /**
     * What a tool said.
     *
     * @param id of its call
     * @param name the tool's, null where the dialect does not repeat it and the call is not in the request
     * @param content texts and media
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
     * @param signature proves the text to those who wrote it, null for none
     * @param sealed thoughts that only those who wrote them can read, null for none
     */
    record Reasoning(String text, @Nullable Seal signature, @Nullable Seal sealed) implements Part {}

    /** The model declines, in words of its own. */
    record Refusal(String text) implements Part {}

    /** @param seconds how long the prefix is worth keeping, 0 = the provider's default */
    record CacheHint(int seconds) {}
}
