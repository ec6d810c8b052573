package io.keywell.provider;

/**
 * Reads sums of numbers with units: {@code 12ms}, {@code 2m59.56s}, {@code 36s}, {@code 6 seconds}. Scans in place, since
 * it runs for the rate headers of every good answer.
 */
final class Durations {

    /** No duration, or one too long to be meant: a misread date must not close a pool for years. */
    static final long NONE = -1;

    static final long LONGEST_MILLIS = 45L * 24 * 3600 * 1000;
    private static final int MAX_WHOLE_DIGITS = 8;
    private static final long SECOND_MICROS = 1_000_000;

    private Durations() {}

    /**
     * Reads from {@code start}; a part of a second counts up to the next millisecond.
     *
     * @param whole whether nothing may follow the duration; otherwise it ends where the text stops being one
     * @return milliseconds, or {@link #NONE}
     */
    static long millis(String s, int start, boolean whole) {
        long micros = NONE;
        int at = start;
        while (isDigit(s, at)) {
            int numberEnd = numberEnd(s, at);
            int unitStart = skipSpace(s, numberEnd);
            int unitEnd = lettersEnd(s, unitStart);
            long unit = unitMicros(s, unitStart, unitEnd);
            long part = unit == NONE ? NONE : micros(s, at, numberEnd, unit);
            if (part == NONE) {
                break;
            }
            micros = Math.max(0, micros) + part;
            at = unitEnd;
            if (micros / 1000 > LONGEST_MILLIS) {
                return NONE;
            }
            if (isDigit(s, skipSpace(s, at))) {
                at = skipSpace(s, at);
            }
        }
        if (micros == NONE || whole && at != s.length()) {
            return NONE;
        }
        return (micros + 999) / 1000;
    }

    /** A number alone, in units of {@code unitMicros}, as milliseconds; {@link #NONE} when it is anything else. */
    static long bare(String s, long unitMicros) {
        if (!isDigit(s, 0) || numberEnd(s, 0) != s.length()) {
            return NONE;
        }
        long micros = micros(s, 0, s.length(), unitMicros);
        return micros == NONE || micros / 1000 > LONGEST_MILLIS ? NONE : (micros + 999) / 1000;
    }

    static long bareSeconds(String s) {
        return bare(s, SECOND_MICROS);
    }

    /** The digits at the start of {@code s}; {@link #NONE} when there is none or when they exceed a long. */
    static long leadingNumber(String s) {
        int end = digitsEnd(s, 0);
        return end == 0 || end > 18 ? NONE : digits(s, 0, end);
    }

    static boolean isDigit(String s, int at) {
        return at < s.length() && s.charAt(at) >= '0' && s.charAt(at) <= '9';
    }

    private static int skipSpace(String s, int at) {
        return at < s.length() && s.charAt(at) == ' ' ? at + 1 : at;
    }

    static int digitsEnd(String s, int at) {
        int end = at;
        while (isDigit(s, end)) {
            end++;
        }
        return end;
    }

    private static int numberEnd(String s, int at) {
        int end = digitsEnd(s, at);
        boolean decimals = end < s.length() && s.charAt(end) == '.' && isDigit(s, end + 1);
        return decimals ? digitsEnd(s, end + 1) : end;
    }

    private static int lettersEnd(String s, int at) {
        int end = at;
        while (end < s.length() && Character.isLetter(s.charAt(end))) {
            end++;
        }
        return end;
    }

    private static long micros(String s, int start, int end, long unit) {
        int wholeEnd = digitsEnd(s, start);
        if (wholeEnd - start > MAX_WHOLE_DIGITS) {
            return NONE;
        }
        long micros = digits(s, start, wholeEnd) * unit;
        long place = unit;
        for (int i = wholeEnd + 1; i < end && place > 0; i++) {
            place /= 10;
            micros += (s.charAt(i) - '0') * place;
        }
        return micros;
    }

    private static long digits(String s, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + (s.charAt(i) - '0');
        }
        return value;
    }

    private static long unitMicros(String s, int start, int end) {
        int length = end - start;
        if (length == 1) {
            return switch (s.charAt(start)) {
                case 's' -> SECOND_MICROS;
                case 'm' -> 60 * SECOND_MICROS;
                case 'h' -> 3600 * SECOND_MICROS;
                case 'd' -> 86_400 * SECOND_MICROS;
                default -> NONE;
            };
        }
        if (is(s, start, length, "ms") || is(s, start, length, "millisecond")) {
            return 1000;
        }
        if (is(s, start, length, "us") || is(s, start, length, "\u00b5s")) {
            return 1;
        }
        if (is(s, start, length, "sec") || is(s, start, length, "second")) {
            return SECOND_MICROS;
        }
        if (is(s, start, length, "min") || is(s, start, length, "minute")) {
            return 60 * SECOND_MICROS;
        }
        if (is(s, start, length, "hour")) {
            return 3600 * SECOND_MICROS;
        }
        return is(s, start, length, "day") ? 86_400 * SECOND_MICROS : NONE;
    }

    /** Whether the letters are the word or its plural. */
    private static boolean is(String s, int start, int length, String word) {
        boolean plural = length == word.length() + 1 && s.charAt(start + length - 1) == 's';
        return (length == word.length() || plural) && s.startsWith(word, start);
    }
}
