package io.keywell.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strings as JSON writes them: decoding, comparing and quoting. */
public final class JsonStrings {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonStrings() {}

    /** The length of the escape that starts with the backslash at {@code at}; 0 when it is not one. */
    static int escapeLength(byte[] bytes, int at, int end) {
        if (at + 1 >= end) {
            return 0;
        }
        switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
                return 2;
            case 'u':
                if (at + 6 > end) {
                    return 0;
                }
                for (int i = at + 2; i < at + 6; i++) {
                    if (Character.digit(bytes[i], 16) < 0) {
                        return 0;
                    }
                }
                return 6;
            default:
                return 0;
        }
    }

    /** Decodes what stands between the quotes; it must have been scanned, so that its escapes are whole. */
    static String decode(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '\\') {
            i++;
        }
        if (i == end) {
            return new String(bytes, from, end - from, StandardCharsets.UTF_8);
        }
        StringBuilder out = new StringBuilder(end - from);
        int plain = from;
        while (i < end) {
            if (bytes[i] != '\\') {
                i++;
                continue;
            }
            out.append(new String(bytes, plain, i - plain, StandardCharsets.UTF_8));
            out.append(escaped(bytes, i, end));
            i += bytes[i + 1] == 'u' ? 6 : 2;
            plain = i;
        }
        return out.append(new String(bytes, plain, Math.max(0, end - plain), StandardCharsets.UTF_8))
                .toString();
    }

    private static char escaped(byte[] bytes, int at, int end) {
        return switch (bytes[at + 1]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' ->
                (char)
                        (at + 6 > end
                                ? 0xFFFD
                                : Integer.parseInt(new String(bytes, at + 2, 4, StandardCharsets.US_ASCII), 16));
            default -> (char) bytes[at + 1];
        };
    }

    /** Whether the bytes are the characters of {@code ascii}, one for one. */
    static boolean equal(byte[] bytes, int from, int end, String ascii) {
        int length = ascii.length();
        if (end - from != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@code text} as a JSON string in UTF-8, with its quotes. Halves of surrogate pairs become question marks. */
    public static byte[] quote(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[6 * plain.length + 2];
        int at = 0;
        out[at++] = '"';
        for (byte b : plain) {
            if (b >= 0 && b < ' ') {
                out[at] = '\\';
                out[at + 1] = 'u';
                out[at + 2] = '0';
                out[at + 3] = '0';
                out[at + 4] = HEX[b >> 4];
                out[at + 5] = HEX[b & 15];
                at += 6;
            } else {
                if (b == '"' || b == '\\') {
                    out[at++] = '\\';
                }
                out[at++] = b;
            }
        }
        out[at++] = '"';
        return Arrays.copyOf(out, at);
    }
}
