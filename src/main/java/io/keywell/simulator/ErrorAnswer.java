package io.keywell.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An error, in the words of its family.
 *
 * @param type the family's name for its kind
 * @param code OpenAI's finer name; null where the family has none
 * @param param the field that is wrong, where the family names it
 * @param message may hold {@code {model}} and {@code {org}}
 * @param hints headers that say when to come again
 * @param details JSON objects of a family whose errors have some; may hold {@code {model}}
 */
record ErrorAnswer(
        int status,
        String type,
        @Nullable String code,
        @Nullable String param,
        String message,
        List<Hint> hints,
        List<String> details) {

    ErrorAnswer {
        hints = List.copyOf(hints);
        details = List.copyOf(details);
    }

    record Hint(String header, String value) {}

    static ErrorAnswer of(int status, String type, @Nullable String code, String message) {
        return new ErrorAnswer(status, type, code, null, message, List.of(), List.of());
    }

    static ErrorAnswer invalidRequest(int status, @Nullable String code, @Nullable String param, String message) {
        return new ErrorAnswer(status, "invalid_request_error", code, param, message, List.of(), List.of());
    }

    ErrorAnswer hint(String header, String value) {
        List<Hint> all = new ArrayList<>(hints);
        all.add(new Hint(header, value));
        return new ErrorAnswer(status, type, code, param, message, all, details);
    }

    ErrorAnswer detail(String json) {
        List<String> all = new ArrayList<>(details);
        all.add(json);
        return new ErrorAnswer(status, type, code, param, message, hints, all);
    }

    /** The same without a word of when to come again in the headers. */
    ErrorAnswer withoutHints() {
        return new ErrorAnswer(status, type, code, param, message, List.of(), details);
    }

    /** The same with the blanks of its words and hints filled. */
    ErrorAnswer filled(UnaryOperator<String> blanks) {
        List<Hint> filled = hints.stream()
                .map(hint -> new Hint(hint.header(), blanks.apply(hint.value())))
                .toList();
        return new ErrorAnswer(
                status,
                blanks.apply(type),
                code,
                param,
                blanks.apply(message),
                filled,
                details.stream().map(blanks).toList());
    }

    /** The message about this model and this organisation. */
    String text(@Nullable String model, String organization) {
        return message.replace("{model}", model == null ? "" : model).replace("{org}", organization);
    }

    /** Appends a JSON string, or null. */
    static void quote(StringBuilder json, @Nullable String value) {
        if (value == null) {
            json.append("null");
        } else {
            json.append('"');
            JsonStringEncoder.getInstance().quoteAsString(value, json);
            json.append('"');
        }
    }
}
