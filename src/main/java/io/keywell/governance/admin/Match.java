package io.keywell.governance.admin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code If-Match} asks for.
 *
 * @param seen the version, -1 = whichever it is
 */
record Match(long seen) {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    /** Null without the header; one that matches nothing when it was not given out by us. */
    static @Nullable Match of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        if (header.strip().equals("*")) {
            return new Match(-1);
        }
        Matcher tag = TAG.matcher(header.strip());
        return new Match(tag.matches() ? Long.parseLong(tag.group(1)) : Long.MAX_VALUE);
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** The version to change when the row has this one. */
    long version(long present) {
        return seen < 0 ? present : seen;
    }
}
