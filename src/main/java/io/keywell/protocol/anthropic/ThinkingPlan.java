package io.keywell.protocol.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Role;
import io.keywell.protocol.chat.ChatRequest.Thinking;
import io.keywell.protocol.chat.ChatRequest.ToolChoice;
import io.keywell.protocol.chat.ChatRequest.Turn;
import io.keywell.protocol.chat.ClaudeModel;
import io.keywell.protocol.chat.Efforts;
import io.keywell.protocol.chat.Parameter;
import io.keywell.protocol.chat.Part;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a model is told to think. Older models take a number of tokens, which must be at least {@value #LEAST_BUDGET} and
 * less than the answer's own limit; newer ones think as they see fit and take a word of effort.
 *
 * @param type the value of {@code thinking.type}, null to say nothing
 * @param budget for {@code enabled}
 * @param effort for {@code output_config.effort}, null to say nothing
 */
record ThinkingPlan(@Nullable String type, long budget, @Nullable String effort, boolean visible) {

    private static final long LEAST_BUDGET = 1_024;
    private static final ThinkingPlan UNSAID = new ThinkingPlan(null, 0, null, false);

    /** @param dropped gets what of the caller's words is not followed */
    static ThinkingPlan of(ChatRequest request, ClaudeModel model, long maxTokens, Set<Parameter> dropped) {
        Thinking asked = request.thinking();
        if (asked == null) {
            return UNSAID;
        }
        if (asked.mode() == Thinking.Mode.OFF) {
            return model.thinks() ? new ThinkingPlan("disabled", 0, null, false) : UNSAID;
        }
        boolean forced = request.toolChoice() instanceof ToolChoice.Required;
        if (!model.thinks() || forced) {
            dropped.add(Parameter.THINKING);
            return UNSAID;
        }
        return model.adaptive()
                ? adaptive(asked, model, dropped)
                : enabled(asked, maxTokens, request.alternatingTurns(), dropped);
    }

    private static ThinkingPlan adaptive(Thinking asked, ClaudeModel model, Set<Parameter> dropped) {
        String said = asked.effort();
        if (asked.budgetTokens() > 0) {
            dropped.add(Parameter.THINKING_BUDGET);
            said = said == null ? Efforts.effortOf(asked.budgetTokens()) : said;
        }
        String effort = said == null ? null : word(said, model);
        if (asked.effort() != null && !asked.effort().equals(effort)) {
            dropped.add(Parameter.THINKING_EFFORT);
        }
        return new ThinkingPlan("adaptive", 0, effort, asked.visible());
    }

    private static String word(String effort, ClaudeModel model) {
        return switch (effort) {
            case "minimal", "none" -> "low";
            case "low", "medium", "high" -> effort;
            case "max" -> model.opus() ? "max" : "high";
            default -> model.refusesSampling() ? "xhigh" : "high";
        };
    }

    private static ThinkingPlan enabled(Thinking asked, long maxTokens, List<Turn> turns, Set<Parameter> dropped) {
        if (maxTokens <= LEAST_BUDGET || callsWithoutThoughts(turns)) {
            dropped.add(Parameter.THINKING);
            return UNSAID;
        }
        String effort = asked.effort() == null ? "medium" : asked.effort();
        long wanted = asked.budgetTokens() > 0 ? asked.budgetTokens() : Efforts.budgetOf(effort);
        // A quarter is left for the answer where there is room.
        long most = Math.max(LEAST_BUDGET, maxTokens / 4 * 3);
        long budget = Math.max(LEAST_BUDGET, Math.min(wanted, most));
        if (asked.budgetTokens() > 0 && budget != wanted) {
            dropped.add(Parameter.THINKING_BUDGET);
        }
        return new ThinkingPlan("enabled", budget, null, asked.visible());
    }

    /**
     * Whether results are handed in for calls whose thoughts are gone: a turn that thinks must have begun with its
     * thoughts, which only this family's own can be.
     */
    private static boolean callsWithoutThoughts(List<Turn> turns) {
        boolean results = false;
        for (int i = turns.size() - 1; i >= 0; i--) {
            Turn turn = turns.get(i);
            if (turn.role() == Role.ASSISTANT) {
                return results && !(turn.parts().get(0) instanceof Part.Reasoning thought && Blocks.isOwn(thought));
            }
            results |= turn.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
        }
        return false;
    }

    boolean thinks() {
        return type != null && !type.equals("disabled");
    }

    void write(JsonGenerator out) throws IOException {
        if (type == null) {
            return;
        }
        out.writeObjectFieldStart("thinking");
        out.writeStringField("type", type);
        if (type.equals("enabled")) {
            out.writeNumberField("budget_tokens", budget);
        }
        if (type.equals("adaptive") && visible) {
            out.writeStringField("display", "summarized");
        }
        out.writeEndObject();
    }
}
