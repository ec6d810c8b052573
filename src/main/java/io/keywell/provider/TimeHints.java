package io.keywell.provider;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The one reader of every way in which a vendor says when to come back. Every method returns milliseconds from now, 0 for
 * an instant that is past, and {@link #NONE} for what it cannot read or what is too far away to be meant.
 */
final class TimeHints {

    static final long NONE = Durations.NONE;

    /** What stands before a duration in an error's text. */
    private static final List<String> BEFORE_DURATION =
            List.of("try again in ", "retry in ", "retry after ", "try again after ", "resets in ", "reset in ");

    /** What stands before a date in an error's text. */
    private static final List<String> BEFORE_DATE =
            List.of("regain access on ", "resets at ", "resets on ", "reset at ", "reset on ", "try again at ");

    /** Larger numbers are epoch seconds: nobody asks to wait for 30 years. */
    private static final long FIRST_EPOCH_SECOND = 1_000_000_000L;

    private static final long FIRST_EPOCH_MILLI = 100_000_000_000L;
    private static final String INSTANT = "2026-10-01T00:00:00Z";
    /** With all that may stand in it. Further characters are not looked at, however often a text says "reset at". */
    private static final int LONGEST_DATE = 64;

    private static final int ISO_DATE = "2026-10-01".length();

    private TimeHints() {}

    /**
     * Reads a header's or a JSON field's value: seconds (whole or decimal), a duration with units, epoch seconds or
     * milliseconds, an HTTP date, RFC 3339, or the IETF {@code RateLimit} field.
     */
    static long delay(String value, long nowMillis) {
        String s = value.strip();
        if (!Durations.isDigit(s, 0)) {
            return s.contains("t=") ? ietf(s) : httpDate(s, nowMillis);
        }
        int end = Durations.digitsEnd(s, 0);
        if (end > 9) {
            return epoch(s, end, nowMillis);
        }
        long seconds = Durations.bareSeconds(s);
        if (seconds != NONE) {
            return seconds;
        }
        long duration = Durations.millis(s, 0, true);
        return duration != NONE ? duration : date(s, 0, nowMillis);
    }

    /** Reads {@code retry-after-ms}: whole or decimal milliseconds. */
    static long delayOfMillis(String value) {
        return Durations.bare(value.strip(), 1000);
    }

    /** The latest hint in an error's text, which must be in lower case. */
    static long delayInText(String text, long nowMillis) {
        long latest = dateInText(text, nowMillis);
        for (String phrase : BEFORE_DURATION) {
            for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
                latest = Math.max(latest, Durations.millis(text, at + phrase.length(), false));
            }
        }
        return latest;
    }

    /** The latest date in an error's text, which must be in lower case: {@code regain access on 2026-10-01 at 00:00 utc}. */
    static long dateInText(String text, long nowMillis) {
        long latest = NONE;
        for (String phrase : BEFORE_DATE) {
            for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
                latest = Math.max(latest, date(text, at + phrase.length(), nowMillis));
            }
        }
        return latest;
    }

    private static long epoch(String s, int end, long nowMillis) {
        long number = Durations.leadingNumber(s);
        boolean decimals = end < s.length() && s.charAt(end) == '.';
        if (number < FIRST_EPOCH_SECOND || end != s.length() && !decimals) {
            return NONE;
        }
        return until(number >= FIRST_EPOCH_MILLI ? number : number * 1000, nowMillis);
    }

    /** {@code "api";r=0;t=131}: seconds; the latest of several items. */
    private static long ietf(String s) {
        long latest = NONE;
        for (int at = s.indexOf("t="); at >= 0; at = s.indexOf("t=", at + 1)) {
            int end = Durations.digitsEnd(s, at + 2);
            latest = Math.max(latest, Durations.bareSeconds(s.substring(at + 2, end)));
        }
        return latest;
    }

    /** Without looking at the day of the week, which adds nothing and is sometimes wrong. */
    private static long httpDate(String s, long nowMillis) {
        String date = s.substring(s.indexOf(',') + 1).strip();
        try {
            return until(
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()
                            .toEpochMilli(),
                    nowMillis);
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    /** An RFC 3339 instant, or a date with perhaps a time, which is then in UTC. */
    private static long date(String s, int start, long nowMillis) {
        if (start == 0 && s.length() == INSTANT.length() && sameShape(s)) {
            return instant(s, nowMillis);
        }
        String text = s.substring(start, Math.min(s.length(), start + LONGEST_DATE));
        if (text.length() < ISO_DATE || text.charAt(4) != '-') {
            return NONE;
        }
        String date = text.substring(0, ISO_DATE);
        String time = text.substring(ISO_DATE).replaceFirst("^( at |[tT ])", "");
        try {
            return until(
                    OffsetDateTime.parse(firstWord(date + "T" + time))
                            .toInstant()
                            .toEpochMilli(),
                    nowMillis);
        } catch (DateTimeException notRfc3339) {
            return utc(date, time, nowMillis);
        }
    }

    /** Whether digits and signs stand where {@link #INSTANT} has them. */
    private static boolean sameShape(String s) {
        for (int i = 0; i < s.length(); i++) {
            boolean digit = Durations.isDigit(INSTANT, i);
            if (digit ? !Durations.isDigit(s, i) : s.charAt(i) != INSTANT.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What rate headers of good answers carry, thus read without a formatter. */
    private static long instant(String s, long nowMillis) {
        try {
            long day = LocalDate.of(number(s, 0, 4), number(s, 5, 7), number(s, 8, 10))
                    .toEpochDay();
            long second = number(s, 11, 13) * 3600L + number(s, 14, 16) * 60L + number(s, 17, 19);
            return until((day * 86_400 + second) * 1000, nowMillis);
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private static int number(String s, int from, int to) {
        return Integer.parseInt(s, from, to, 10);
    }

    private static long utc(String date, String time, long nowMillis) {
        boolean timed = Durations.isDigit(time, 0) && time.length() >= 5 && time.charAt(2) == ':';
        boolean seconds = timed && time.length() >= 8 && time.charAt(5) == ':';
        String clock = seconds ? time.substring(0, 8) : timed ? time.substring(0, 5) : "00:00";
        try {
            return until(
                    LocalDateTime.parse(date + "T" + clock)
                            .toInstant(ZoneOffset.UTC)
                            .toEpochMilli(),
                    nowMillis);
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private static String firstWord(String s) {
        int end = 0;
        while (end < s.length() && (Character.isLetterOrDigit(s.charAt(end)) || "-:.+".indexOf(s.charAt(end)) >= 0)) {
            end++;
        }
        // A full stop that ends the sentence is not part of the instant.
        boolean stop = end > 0 && s.charAt(end - 1) == '.';
        return s.substring(0, stop ? end - 1 : end).toUpperCase(Locale.ROOT);
    }

    private static long until(long epochMillis, long nowMillis) {
        long delay = Math.max(0, epochMillis - nowMillis);
        return delay > Durations.LONGEST_MILLIS ? NONE : delay;
    }
}
