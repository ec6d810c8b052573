package io.keywell.provider;

import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.provider.ParameterRepair.Drop;
import io.keywell.provider.ParameterRepair.Rename;
import io.keywell.provider.ParameterRepair.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refusals of a parameter after which the same request may be sent without it, or with it under another name. Only what
 * does no harm is dropped: a wish of how to sample, a label. What the answer depends on stays refused.
 */
public final class ParameterRules {

    /** Codes and words by which vendors say that they do not take a parameter, rather than that its value is wrong. */
    private static final Set<String> CODES =
            Set.of("unsupported_parameter", "unsupported_value", "unknown_parameter", "extra_forbidden");

    private static final List<String> WORDS = List.of(
            "unsupported",
            "not supported",
            "does not support",
            "isn't supported",
            "unrecognized",
            "unknown field",
            "unknown parameter",
            "unknown name",
            "unknown variant",
            "unexpected keyword",
            "not permitted",
            "extra fields",
            "deprecated for this model");

    private static final List<Rule> RULES = rules();

    private ParameterRules() {}

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule("max_tokens", "max_completion_tokens", new Rename("max_tokens", "max_completion_tokens")));
        rules.add(new Rule("max_completion_tokens", "", new Rename("max_completion_tokens", "max_tokens")));
        rules.add(new Rule("role", "developer", new Role("developer", "system")));
        rules.add(new Rule("role", "system", new Role("system", "developer")));
        for (String parameter : List.of(
                "temperature",
                "top_p",
                "top_k",
                "presence_penalty",
                "frequency_penalty",
                "seed",
                "parallel_tool_calls",
                "reasoning_effort",
                "verbosity",
                "stream_options",
                "service_tier",
                "store",
                "metadata",
                "prompt_cache_key",
                "safety_identifier",
                "user")) {
            rules.add(new Rule(parameter, "", new Drop(parameter)));
        }
        return List.copyOf(rules);
    }

    /** What would make the request acceptable; null when the refusal is about something else. */
    public static @Nullable ParameterRepair repair(Failure failure) {
        String message = failure.callerMessage();
        if (failure.type() != FailureClass.BAD_REQUEST || message == null) {
            return null;
        }
        String text = message.toLowerCase(Locale.ROOT);
        String code = failure.code();
        boolean refused = code != null && CODES.contains(code) || WORDS.stream().anyMatch(text::contains);
        if (!refused) {
            return null;
        }
        String param = failure.callerParam();
        return RULES.stream()
                .filter(rule -> rule.matches(param, text))
                .map(Rule::repair)
                .findFirst()
                .orElse(null);
    }

    /**
     * @param parameter what is refused
     * @param word must stand in the message too; empty for none
     */
    private record Rule(String parameter, String word, ParameterRepair repair) {

        boolean matches(@Nullable String param, String text) {
            boolean named =
                    param == null ? names(text, parameter) : param.equals(parameter) || param.endsWith("." + parameter);
            return named && text.contains(word);
        }

        /** Whether the word stands in the text by itself. */
        private static boolean names(String text, String word) {
            for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                if (!letter(text, at - 1) && !letter(text, at + word.length())) {
                    return true;
                }
            }
            return false;
        }

        private static boolean letter(String text, int at) {
            return at >= 0
                    && at < text.length()
                    && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
        }
    }
}
