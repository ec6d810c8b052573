package io.keywell.provider;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * What time it is for the vendor. An instant in its answer is one of its own clock, which may be minutes away from ours: a
 * limit would seem to be free again before it is, or long after. The {@code Date} of the same answer tells how far.
 */
final class VendorTime {

    private static final String SHAPE = "Sun, 04 Oct 2026 12:02:00 GMT";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /** Whole seconds, and the way here: so much of a difference is none. */
    private static final long SAME_MILLIS = 3_000;

    /** A clock that differs by more is none. */
    private static final long MOST_MILLIS = 24 * 60 * 60_000L;

    private VendorTime() {}

    /** Epoch milliseconds by the vendor's clock; ours where it does not differ, or where the answer does not tell. */
    static long millis(HeaderView headers, long nowMillis) {
        String date = headers.get("date");
        long told = date == null ? TimeHints.NONE : parse(date);
        long apart = Math.abs(told - nowMillis);
        return told == TimeHints.NONE || apart <= SAME_MILLIS || apart > MOST_MILLIS ? nowMillis : told;
    }

    /** It stands in every answer, so it is read in place; other forms of a date are hardly ever sent and not read. */
    private static long parse(String date) {
        if (date.length() != SHAPE.length() || !date.endsWith(" GMT")) {
            return TimeHints.NONE;
        }
        int month = MONTHS.indexOf(date.substring(8, 11));
        int day = number(date, 5, 7);
        int year = number(date, 12, 16);
        int hour = number(date, 17, 19);
        int minute = number(date, 20, 22);
        int second = number(date, 23, 25);
        if (month < 0 || month % 3 != 0 || (day | year | hour | minute | second) < 0) {
            return TimeHints.NONE;
        }
        try {
            long days = LocalDate.of(year, month / 3 + 1, day).toEpochDay();
            return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1_000L;
        } catch (DateTimeException noSuchDay) {
            return TimeHints.NONE;
        }
    }

    /** Negative when there is anything but digits. */
    private static int number(String s, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!Durations.isDigit(s, i)) {
                return -1;
            }
            number = 10 * number + s.charAt(i) - '0';
        }
        return number;
    }
}
