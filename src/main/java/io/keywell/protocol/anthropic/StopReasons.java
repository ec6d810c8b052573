package io.keywell.protocol.anthropic;

import io.keywell.protocol.chat.ChatAnswer.Finish;
import org.jspecify.annotations.Nullable;

/** Why an answer ended, in Anthropic's words. */
final class StopReasons {

    private StopReasons() {}

    /** Words that are not known yet end an answer like any other. */
    static Finish read(@Nullable String reason) {
        return switch (reason == null ? "" : reason) {
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "stop_sequence" -> Finish.STOP_SEQUENCE;
            case "tool_use" -> Finish.TOOL_CALLS;
            case "pause_turn" -> Finish.PAUSE;
            case "refusal" -> Finish.REFUSAL;
            default -> Finish.STOP;
        };
    }

    /** @param calls whether the answer calls tools; not every provider ends it so */
    static String write(Finish finish, @Nullable String stopSequence, boolean calls) {
        return switch (finish) {
            case STOP -> calls ? "tool_use" : "end_turn";
            // Without the sequence callers would look for it in vain.
            case STOP_SEQUENCE -> stopSequence == null ? "end_turn" : "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case FILTER, REFUSAL -> "refusal";
            case PAUSE -> "pause_turn";
        };
    }
}
