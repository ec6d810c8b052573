package io.keywell.provider;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** Instants at which vendors fill up windows longer than a minute. */
enum CalendarReset {
    MIDNIGHT_UTC(ZoneOffset.UTC),
    /** Google's quota day; follows the change to and from summer time. */
    MIDNIGHT_PACIFIC(ZoneId.of("America/Los_Angeles")),
    FIRST_OF_MONTH_UTC(ZoneOffset.UTC);

    private final ZoneId zone;

    CalendarReset(ZoneId zone) {
        this.zone = zone;
    }

    /** Epoch milliseconds of the first such instant after {@code nowMillis}. */
    long after(long nowMillis) {
        ZonedDateTime today = Instant.ofEpochMilli(nowMillis).atZone(zone).truncatedTo(ChronoUnit.DAYS);
        ZonedDateTime next =
                this == FIRST_OF_MONTH_UTC ? today.with(TemporalAdjusters.firstDayOfNextMonth()) : today.plusDays(1);
        return next.toInstant().toEpochMilli();
    }
}
