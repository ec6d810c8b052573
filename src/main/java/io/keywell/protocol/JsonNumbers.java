package io.keywell.protocol;

/** The number grammar of JSON, on bytes. */
final class JsonNumbers {

    private JsonNumbers() {}

    /**
     * Skips a number.
     *
     * @return the index after it; the complement ({@code ~}) of the index at which it stops being one
     */
    static int skip(byte[] bytes, int from, int end) {
        int i = from;
        if (i < end && bytes[i] == '-') {
            i++;
        }
        int digits = digits(bytes, i, end);
        if (digits == i || (bytes[i] == '0' && digits > i + 1)) {
            return ~(digits == i ? i : i + 1);
        }
        i = digits;
        if (i < end && bytes[i] == '.') {
            digits = digits(bytes, i + 1, end);
            if (digits == i + 1) {
                return ~digits;
            }
            i = digits;
        }
        if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
            i++;
            if (i < end && (bytes[i] == '+' || bytes[i] == '-')) {
                i++;
            }
            digits = digits(bytes, i, end);
            return digits == i ? ~i : digits;
        }
        return i;
    }

    private static int digits(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }

    /**
     * The value of a run of digits and nothing else: a whole number that is not negative.
     *
     * @return at most {@link Integer#MAX_VALUE}, which also stands for all that is larger; -1 for any other number
     */
    static long whole(byte[] bytes, int from, int end) {
        if (digits(bytes, from, end) != end || from == end) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < end; i++) {
            value = Math.min(Integer.MAX_VALUE, value * 10 + (bytes[i] - '0'));
        }
        return value;
    }
}
