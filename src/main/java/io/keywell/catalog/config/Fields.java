package io.keywell.catalog.config;

import io.keywell.catalog.ModelPattern;
import io.keywell.core.Secret;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single values. A wrong one is reported and replaced by its default, so that reading can go on. */
final class Fields {

    private static final int LONGEST_NAME = 64;
    private static final Pattern MODEL_NAME = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}) *(ms|s|m|h|)");
    private static final Instant LAST_INSTANT = Instant.parse("9999-12-31T00:00:00Z");
    private static final long LONGEST_WAIT_MILLIS = 86_400_000;

    private final Findings findings;

    Fields(Findings findings) {
        this.findings = findings;
    }

    /** 1 to 64 letters, digits, dots, dashes and underscores; a letter or a digit first. */
    static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z';
            if (!plain && (i == 0 || c != '.' && c != '_' && c != '-')) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_NAME;
    }

    /** Whether it can stand in a header. */
    static boolean isSecret(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '!' || text.charAt(i) > '~') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether the node's own name may stand in headers, logs and metrics. */
    boolean nameFits(Node node, String name) {
        if (isName(name)) {
            return true;
        }
        findings.add(Problem.wrong(node.path(), name, "a name of 1 to 64 letters, digits, dots, dashes, underscores"));
        return false;
    }

    boolean modelNameFits(Node node, String name) {
        if (MODEL_NAME.matcher(name).matches()) {
            return true;
        }
        findings.add(Problem.wrong(node.path(), name, "a name of 1 to 200 visible ASCII characters"));
        return false;
    }

    int number(Node node, int min, int max, int otherwise) {
        return (int) amount(node, min, max, otherwise);
    }

    /** A whole number; {@code 200_000} is allowed. */
    long amount(Node node, long min, long max, long otherwise) {
        String text = node.value();
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.replace("_", ""));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below with the range.
        }
        findings.add(Problem.wrong(node.path(), text, "a whole number from " + min + " to " + max));
        return otherwise;
    }

    /** Milliseconds from {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}, or seconds from a bare number. */
    long wait(Node node, long otherwise) {
        String text = node.value();
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(text.replace("_", "").toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long unit =
                    switch (matcher.group(2)) {
                        case "ms" -> 1;
                        case "m" -> 60_000;
                        case "h" -> 3_600_000;
                        default -> 1_000;
                    };
            long millis = Long.parseLong(matcher.group(1)) * unit;
            if (millis <= LONGEST_WAIT_MILLIS) {
                return millis;
            }
        }
        findings.add(Problem.wrong(node.path(), text, "a duration such as 500ms, 5s or 2m, at most 24h"));
        return otherwise;
    }

    <E extends Enum<E>> E oneOf(Node node, Class<E> type, E otherwise) {
        String text = node.value();
        if (text == null) {
            return otherwise;
        }
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        int at = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (at >= 0) {
            return type.getEnumConstants()[at];
        }
        String expected = Suggestion.oneOf(names) + Suggestion.didYouMean(text, names);
        findings.add(Problem.wrong(node.path(), text, expected));
        return otherwise;
    }

    @Nullable
    Instant instant(Node node) {
        String text = node.value();
        if (text == null) {
            return null;
        }
        try {
            Instant instant = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            if (instant.isBefore(LAST_INSTANT)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            // Reported below.
        }
        findings.add(Problem.wrong(node.path(), text, "a time such as 2027-01-31T00:00:00Z, or a date"));
        return null;
    }

    /** Patterns of model names; none means all. */
    List<ModelPattern> patterns(Node node) {
        return node.list().stream().map(ModelPattern::new).toList();
    }

    /** A credential that can stand in a header; its value never reaches a message. */
    @Nullable
    Secret secret(String path, String text) {
        if (isSecret(text)) {
            return new Secret(text);
        }
        findings.add(Problem.hidden(path, "visible ASCII characters without blanks"));
        return null;
    }
}
