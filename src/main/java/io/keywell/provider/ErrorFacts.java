package io.keywell.provider;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an error body says, whatever its shape.
 *
 * @param message the sentence for a person, as written; null when there is none
 * @param text everything that rules search for fragments: the message, an upstream's raw message, quota names; lower case
 * @param labels the values of its codes, types, states and reasons; lower case
 * @param param the request field that it names
 * @param fields its other values by the last part of their name, in lower case
 */
record ErrorFacts(
        @Nullable String message, String text, Set<String> labels, @Nullable String param, Map<String, String> fields) {

    /** Stands among the labels when the body is a web page, thus a proxy's and not the vendor's. */
    static final String PAGE = "(page)";

    private static final String[] MOST_TELLING = {"code", "error_type", "reason", "status", "type"};

    private static final String[] STATUSES = {"code", "status", "status_code", "raw_status_code"};

    /** With one more label, which a header gave; null for none. */
    ErrorFacts labelled(@Nullable String label) {
        if (label == null) {
            return this;
        }
        Set<String> all = new HashSet<>(labels);
        all.add(label.toLowerCase(Locale.ROOT));
        Map<String, String> named = new HashMap<>(fields);
        named.putIfAbsent("error_type", label);
        return new ErrorFacts(message, text, all, param, named);
    }

    boolean has(String label) {
        return labels.contains(label);
    }

    /** See {@link FailureRule#fragments()}. */
    boolean says(String fragment) {
        if (fragment.startsWith("^")) {
            return message != null && message.regionMatches(true, 0, fragment, 1, fragment.length() - 1);
        }
        return text.contains(fragment);
    }

    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    /** The HTTP status that the body itself states; 0 = none. */
    int status() {
        for (String name : STATUSES) {
            String value = field(name);
            if (value != null && value.length() == 3 && (value.charAt(0) == '4' || value.charAt(0) == '5')) {
                long status = Durations.leadingNumber(value);
                if (status >= 400) {
                    return (int) status;
                }
            }
        }
        return 0;
    }

    /** The vendor's name for the error in lower case, words before numbers; null when it has none that is a plain word. */
    @Nullable
    String code() {
        String number = null;
        for (String name : MOST_TELLING) {
            String value = field(name);
            if (value != null && isPlain(value)) {
                if (!Durations.isDigit(value, 0)) {
                    return value.toLowerCase(Locale.ROOT);
                }
                number = number == null ? value : number;
            }
        }
        return number;
    }

    private static boolean isPlain(String value) {
        return !value.isEmpty()
                && value.length() <= 64
                && value.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "_-.".indexOf(c) >= 0));
    }
}
