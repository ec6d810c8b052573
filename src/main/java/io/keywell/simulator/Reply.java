package io.keywell.simulator;

import io.keywell.core.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A good answer before it has a form.
 *
 * @param created seconds since 1970
 * @param pieces of the text, or of the tool's arguments; each is an event of a stream and a token of the usage
 * @param tool to call, or null for text
 */
record Reply(Ask ask, Operation operation, String id, long created, List<String> pieces, @Nullable String tool) {

    private static final int REASONING_TOKENS = 5;

    boolean isChat() {
        return operation == Operation.CHAT;
    }

    String model() {
        return ask.model == null ? "" : ask.model;
    }

    String text() {
        return String.join("", pieces);
    }

    String finishReason() {
        if (tool != null) {
            return "tool_calls";
        }
        return ask.maxTokens == pieces.size() ? "length" : "stop";
    }

    Reply withPieces(List<String> others) {
        return new Reply(ask, operation, id, created, others, null);
    }

    /**
     * The usage object; the event that names the tool counts as a token too.
     *
     * @param reasoningApart whether there were thoughts, whose tokens are in the sum alone
     */
    void appendUsage(StringBuilder json, boolean reasoningApart) {
        long prompt = ask.promptTokens();
        long completion = pieces.size() + (tool == null ? 0 : 1);
        long reasoning = reasoningApart ? REASONING_TOKENS : 0;
        json.append("{\"prompt_tokens\":").append(prompt);
        json.append(",\"completion_tokens\":").append(completion);
        json.append(",\"total_tokens\":").append(prompt + completion + reasoning);
        json.append(",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0}");
        json.append(",\"completion_tokens_details\":{\"reasoning_tokens\":").append(reasoning);
        json.append(",\"audio_tokens\":0}}");
    }
}
