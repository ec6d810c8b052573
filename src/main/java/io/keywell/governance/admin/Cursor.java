package io.keywell.governance.admin;

import io.keywell.governance.admin.Refused.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page begins: after the last name of the one before, so that entries which are added or removed meanwhile move
 * nothing.
 *
 * @param after the last name, empty for the first page
 * @param limit how many entries
 */
record Cursor(String after, int limit) {

    static final int MOST = 500;
    static final int USUAL = 50;

    private static final String MARK = "1:";

    /** Refused when one of the parameters is none that was given out or makes sense. */
    static Cursor of(@Nullable String cursor, @Nullable String limit) {
        List<FieldError> errors = new ArrayList<>();
        String after = "";
        if (cursor != null && !cursor.isEmpty()) {
            String decoded = decode(cursor);
            if (decoded == null) {
                errors.add(new FieldError("cursor", cursor, "the 'next' of an earlier page"));
            } else {
                after = decoded;
            }
        }
        if (limit != null && (!limit.matches("[1-9]\\d{0,2}") || Integer.parseInt(limit) > MOST)) {
            errors.add(new FieldError("limit", limit, "a whole number from 1 to " + MOST));
        }
        if (!errors.isEmpty()) {
            throw Refused.invalid(errors);
        }
        return new Cursor(after, limit == null ? USUAL : Integer.parseInt(limit));
    }

    private static @Nullable String decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(MARK) ? text.substring(MARK.length()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String encode(String after) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + after).getBytes(StandardCharsets.UTF_8));
    }
}
