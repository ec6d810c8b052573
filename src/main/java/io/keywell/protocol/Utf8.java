package io.keywell.protocol;

/** Checks UTF-8 as RFC 3629 defines it: no overlong form, no surrogate, nothing above U+10FFFF. */
final class Utf8 {

    private Utf8() {}

    /**
     * Skips a run of non-ASCII characters.
     *
     * @param from index of a byte above 0x7F
     * @return the index of the next ASCII byte or {@code end}; when the run is broken, the complement ({@code ~}) of
     *     the index at which the broken character starts
     */
    static int skipRun(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] < 0) {
            int length = sequence(bytes, i, end);
            if (length == 0) {
                return ~i;
            }
            i += length;
        }
        return i;
    }

    /** The length of the character at {@code i}, 0 when it is not a valid one. */
    private static int sequence(byte[] bytes, int i, int end) {
        int lead = bytes[i] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return continues(bytes, i + 1, end) ? 2 : 0;
        }
        if (i + 2 >= end) {
            return 0;
        }
        int second = bytes[i + 1] & 0xFF;
        if (lead >= 0xE0 && lead <= 0xEF) {
            int lowest = lead == 0xE0 ? 0xA0 : 0x80;
            int highest = lead == 0xED ? 0x9F : 0xBF;
            return second >= lowest && second <= highest && continues(bytes, i + 2, end) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int lowest = lead == 0xF0 ? 0x90 : 0x80;
            int highest = lead == 0xF4 ? 0x8F : 0xBF;
            boolean valid = second >= lowest && second <= highest;
            return valid && continues(bytes, i + 2, end) && continues(bytes, i + 3, end) ? 4 : 0;
        }
        return 0;
    }

    private static boolean continues(byte[] bytes, int i, int end) {
        return i < end && (bytes[i] & 0xC0) == 0x80;
    }
}
