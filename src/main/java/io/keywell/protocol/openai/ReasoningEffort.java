package io.keywell.protocol.openai;

import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.Efforts;
import io.keywell.protocol.chat.Parameter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The word of effort that both of OpenAI's dialects have for thinking. */
public final class ReasoningEffort {

    private static final String USUAL = "medium";

    private ReasoningEffort() {}

    /**
     * @param dropped gets what the word does not say
     * @return null for no word: the model decides, or is not to think, which most models have no word for
     */
    public static @Nullable String of(Thinking thinking, Set<Parameter> dropped) {
        if (thinking.budgetTokens() >= 0) {
            dropped.add(Parameter.THINKING_BUDGET);
        }
        switch (thinking.mode()) {
            case OFF -> {
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
