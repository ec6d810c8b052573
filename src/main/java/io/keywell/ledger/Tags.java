package io.keywell.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller says of a call for the ledger: {@code k=v,k=v}. What is no pair, too long or too many is left out. */
public final class Tags {

    static final int MOST = 16;
    static final int LONGEST = 128;

    private Tags() {}

    /** Each as {@code key=value}, without blanks around either; no two alike. */
    public static List<String> of(@Nullable String header) {
        if (header == null) {
            return List.of();
        }
        List<String> tags = new ArrayList<>();
        for (String pair : header.split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).strip();
            String tag = key + "=" + pair.substring(equals + 1).strip();
            if (!key.isEmpty() && tag.length() <= LONGEST && tags.size() < MOST && !tags.contains(tag)) {
                tags.add(tag);
            }
        }
        return tags;
    }
}
