package io.keywell.governance.live;

import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** When windows forget. */
final class Calendar {

    static final long NEVER = Long.MAX_VALUE;

    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 86_400_000;

    private Calendar() {}

    static long lengthMillis(Dimension dimension) {
        return dimension.perDay() ? DAY_MILLIS : MINUTE_MILLIS;
    }

    /** When all of it is free again at once, epoch milliseconds after now; {@link #NEVER} for a window that slides. */
    static long nextReset(Dimension dimension, Window window, long nowMillis) {
        if (window instanceof Window.Fixed) {
            return dimension.perDay()
                    ? midnight(ZoneOffset.UTC, nowMillis)
                    : (Math.floorDiv(nowMillis, MINUTE_MILLIS) + 1) * MINUTE_MILLIS;
        }
        return window instanceof Window.Midnight calendar && dimension.perDay()
                ? midnight(calendar.zone(), nowMillis)
                : NEVER;
    }

    private static long midnight(ZoneId zone, long nowMillis) {
        return Instant.ofEpochMilli(nowMillis)
                .atZone(zone)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(zone)
                .toInstant()
                .toEpochMilli();
    }
}
