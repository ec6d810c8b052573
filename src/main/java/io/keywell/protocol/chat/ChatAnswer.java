package io.keywell.protocol.chat;

import io.keywell.core.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer, whatever dialect it came in.
 *
 * @param id the provider's, may be empty
 * @param model as the provider names it, may be empty
 * @param stopSequence the one that ended it, null when it is not told or none did
 * @param usage null when the provider reported none
 */
public record ChatAnswer(
        String id,
        String model,
        List<Part> parts,
        Finish finish,
        @Nullable String stopSequence,
        @Nullable Usage usage) {

    public ChatAnswer {
        parts = List.copyOf(parts);
    }

    /** Why it ended. */
    public enum Finish {
        STOP,
        /** One of the caller's own sequences came. */
        STOP_SEQUENCE,
        LENGTH,
        TOOL_CALLS,
        FILTER,
        REFUSAL,
        /** The provider paused a long turn; the caller is to send it back. */
        PAUSE
    }
}
