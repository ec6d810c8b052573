package io.keywell.protocol.bedrock;

import io.keywell.protocol.chat.ChatRequest.Thinking;
import org.jspecify.annotations.Nullable;

/** How many tokens Claude may think with. */
final class ClaudeThinking {

    /** Less is refused. */
    private static final long LEAST = 1_024;

    private ClaudeThinking() {}

    /**
     * @param maxOutputTokens thoughts are part of them and must leave room; -1 = no word
     * @return -1 = no thinking
     */
    static long budget(Thinking thinking, long maxOutputTokens) {
        if (thinking.mode() == Thinking.Mode.OFF) {
            return -1;
        }
        long wanted = thinking.budgetTokens() > 0 ? thinking.budgetTokens() : ofEffort(thinking.effort());
        long most = maxOutputTokens < 0 ? Long.MAX_VALUE : maxOutputTokens - 1;
        return most < LEAST ? -1 : Math.max(LEAST, Math.min(wanted, most));
    }

    private static long ofEffort(@Nullable String effort) {
        return switch (effort == null ? "medium" : effort) {
            case "minimal" -> LEAST;
            case "low" -> 2_048;
            case "high" -> 16_384;
            case "xhigh", "max" -> 32_768;
            default -> 8_192;
        };
    }
}
