package io.keywell.ledger.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names that were read of late. Most texts of a record stand in the one before it too: they are made once, and whoever
 * compares them finds them the same at first sight.
 */
final class KnownNames {

    /** A power of two. Two names that fall into one place take turns there. */
    private static final int PLACES = 512;

    /** In bytes; what is longer is made anew. */
    private static final int LONGEST = 64;

    private record Known(byte[] bytes, String name) {}

    private final @Nullable Known[] known = new Known[PLACES];

    /** The text of these bytes, in UTF-8. */
    String of(byte[] in, int from, int length) {
        if (length > LONGEST) {
            return new String(in, from, length, StandardCharsets.UTF_8);
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + in[i];
        }
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Known there = known[place];
        if (there != null && Arrays.equals(there.bytes, 0, there.bytes.length, in, from, from + length)) {
            return there.name;
        }
        byte[] bytes = Arrays.copyOfRange(in, from, from + length);
        String name = new String(bytes, StandardCharsets.UTF_8);
        known[place] = new Known(bytes, name);
        return name;
    }
}
