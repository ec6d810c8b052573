package io.keywell.protocol.responses;

import io.keywell.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the id of a response in the beginning of its body or stream, where it comes before any other. */
public final class AnswerIds {

    private static final byte[] NAME = "\"id\"".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 256;

    private AnswerIds() {}

    /** Null while it is not there whole. */
    public static @Nullable String first(Bytes beginning) {
        byte[] array = beginning.array();
        for (int at = beginning.offset(); at <= beginning.end() - NAME.length; at++) {
            if (Arrays.equals(array, at, at + NAME.length, NAME, 0, NAME.length)) {
                int colon = past(beginning, at + NAME.length);
                int quote = colon < beginning.end() && array[colon] == ':' ? past(beginning, colon + 1) : colon;
                return quote < beginning.end() && array[quote] == '"' ? word(beginning, quote + 1) : null;
            }
        }
        return null;
    }

    private static int past(Bytes bytes, int from) {
        int at = from;
        while (at < bytes.end() && bytes.array()[at] <= ' ') {
            at++;
        }
        return at;
    }

    private static @Nullable String word(Bytes bytes, int from) {
        int end = from;
        while (end < bytes.end() && bytes.array()[end] != '"') {
            end++;
        }
        boolean whole = end < bytes.end() && end > from && end - from <= LONGEST;
        return whole ? new String(bytes.array(), from, end - from, StandardCharsets.UTF_8) : null;
    }
}
