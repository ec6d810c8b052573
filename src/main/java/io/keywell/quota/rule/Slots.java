package io.keywell.quota.rule;

import io.keywell.catalog.Window.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoField;

/** Time cut into numbered slots without gaps. */
public sealed interface Slots {

    /** The slot that the epoch millisecond lies in. */
    long at(long millis);

    /** The first epoch millisecond of a slot. */
    long start(long slot);

    /** How many whole slots certainly fit into a duration. */
    long within(long millis);

    /** Slots of equal length, counted from the epoch. */
    record Even(long length) implements Slots {
        @Override
        public long at(long millis) {
            return Math.floorDiv(millis, length);
        }

        @Override
        public long start(long slot) {
            return slot * length;
        }

        @Override
        public long within(long millis) {
            return millis / length;
        }
    }

    /** Days, weeks or months of a zone's calendar; an hour longer or shorter where the clocks change. */
    record Calendar(Period period, ZoneId zone) implements Slots {

        private static final long HOUR = 3_600_000;

        /** The day before the epoch's that was a Monday, counted from the epoch. */
        private static final int MONDAY = -3;

        @Override
        public long at(long millis) {
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(millis), zone);
            return switch (period) {
                case DAY -> day.toEpochDay();
                case WEEK -> Math.floorDiv(day.toEpochDay() - MONDAY, 7L);
                case MONTH -> day.getLong(ChronoField.PROLEPTIC_MONTH);
            };
        }

        @Override
        public long start(long slot) {
            LocalDate first =
                    switch (period) {
                        case DAY -> LocalDate.ofEpochDay(slot);
                        case WEEK -> LocalDate.ofEpochDay(slot * 7 + MONDAY);
                        case MONTH ->
                            LocalDate.of((int) Math.floorDiv(slot, 12L), (int) Math.floorMod(slot, 12L) + 1, 1);
                    };
            return first.atStartOfDay(zone).toInstant().toEpochMilli();
        }

        @Override
        public long within(long millis) {
            int longestDays =
                    switch (period) {
                        case DAY -> 1;
                        case WEEK -> 7;
                        case MONTH -> 31;
                    };
            return millis / (longestDays * 24 * HOUR + HOUR);
        }
    }
}
