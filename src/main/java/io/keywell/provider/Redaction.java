package io.keywell.provider;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a vendor's text what a caller must not learn of the gateway's accounts: keys and parts of them,
 * organisations, projects, users and teams. It may take too much; the text stays readable. Only for bad answers.
 */
public final class Redaction {

    static final String MARK = "[redacted]";

    private static final int MAX_LENGTH = 2000;

    /** Each alternative is linear: no repetition stands inside another. */
    private static final Pattern SECRET = Pattern.compile(
            // A vendor's prefix, then characters among which there is a digit or a star, or very many.
            "\\b(?:sk|gsk|xai|hf|pplx|fw|tgp|org|proj)[-_](?=[\\w.-]{0,200}[0-9*]|[\\w.-]{16})[\\w.*\u2026-]{4,}"
                    + "|\\b(?:project|team|user|acct|req)[-_][A-Za-z0-9]{12,}"
                    // Google's keys, and tokens in three parts.
                    + "|\\b(?:AIza|AQ\\.|eyJ)[\\w.-]{10,}"
                    // UUIDs.
                    + "|\\b\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}\\b"
                    // Keys without a prefix: long, and letters and digits mixed.
                    + "|\\b(?=[A-Za-z]{0,200}[0-9])(?=[0-9]{0,200}[A-Za-z])[A-Za-z0-9]{32,}\\b"
                    + "|(?<=[Bb]earer )[^\\s\"']+"
                    // Numbers of Google's projects.
                    + "|(?<=\\bprojects?[/:= ])[0-9]{6,}"
                    + "|(?<=\\bproject_number:)[0-9]{6,}");

    private Redaction() {}

    /** The text without them, of bounded length and without control characters. */
    public static String clean(String text) {
        String redacted = SECRET.matcher(text).replaceAll(Matcher.quoteReplacement(MARK));
        String shortened = redacted.length() > MAX_LENGTH ? redacted.substring(0, MAX_LENGTH) + "..." : redacted;
        return shortened.replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ").strip();
    }
}
