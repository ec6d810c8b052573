package io.keywell.governance.live;

import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** When windows forget. */
final class Calendar {

    static final long NEVER = Long.MAX_VALUE;

    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 86_400_000;

    private Calendar() {}

    static long lengthMillis(Dimension dimension) {
        return dimension.isLong() ? DAY_MILLIS : MINUTE_MILLIS;
    }

    /** When all of it is free again at once, epoch milliseconds after now; {@link #NEVER} for a window that slides. */
    static long nextReset(Dimension dimension, Window window, long nowMillis) {
        if (window instanceof Window.Fixed) {
            return dimension.isLong()
                    ? midnight(ZoneOffset.UTC, nowMillis)
                    : (Math.floorDiv(nowMillis, MINUTE_MILLIS) + 1) * MINUTE_MILLIS;
        }
        if (window instanceof Window.Calendar calendar) {
            return start(next(calendar.period(), today(calendar.zone(), nowMillis)), calendar.zone());
        }
        return window instanceof Window.Midnight calendar && dimension.isLong()
                ? midnight(calendar.zone(), nowMillis)
                : NEVER;
    }

    private static LocalDate next(Window.Period period, LocalDate today) {
        return switch (period) {
            case DAY -> today.plusDays(1);
            case WEEK -> today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
            case MONTH -> today.with(TemporalAdjusters.firstDayOfNextMonth());
        };
    }

    private static long midnight(ZoneId zone, long nowMillis) {
        return start(today(zone, nowMillis).plusDays(1), zone);
    }

    private static LocalDate today(ZoneId zone, long nowMillis) {
        return Instant.ofEpochMilli(nowMillis).atZone(zone).toLocalDate();
    }

    private static long start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
