package io.keywell.protocol.openai;

import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.Efforts;
import io.keywell.protocol.chat.Parameter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The word of effort that both of OpenAI's dialects have for thinking. */
public final class ReasoningEffort {

    private static final String USUAL = "medium";
    private static final String NOT_AT_ALL = "none";

    private ReasoningEffort() {}

    /**
     * @param dropped gets what the word does not say
     * @return null for no word: the model decides; or is not to think, which only callers of these dialects say to models
     *     that know the word for it
     */
    public static @Nullable String of(ChatRequest request, Set<Parameter> dropped) {
        Thinking thinking = request.thinking();
        if (thinking == null) {
            return null;
        }
        if (thinking.budgetTokens() >= 0) {
            dropped.add(Parameter.THINKING_BUDGET);
        }
        switch (thinking.mode()) {
            case OFF -> {
                if (SharedFields.understood(request)) {
                    return NOT_AT_ALL;
                }
                dropped.add(Parameter.THINKING);
                return null;
            }
            case ADAPTIVE -> {
                return thinking.effort();
            }
            default -> {
                if (thinking.effort() != null) {
                    return thinking.effort();
                }
                return thinking.budgetTokens() < 0 ? USUAL : Efforts.effortOf(thinking.budgetTokens());
            }
        }
    }
}
