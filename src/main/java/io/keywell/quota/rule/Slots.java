package io.keywell.quota.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

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

    /** Calendar days of a zone; 23 to 25 hours long where the clocks change. */
    record Days(ZoneId zone) implements Slots {

        private static final long LONGEST_MILLIS = 25 * 3_600_000L;

        @Override
        public long at(long millis) {
            return LocalDate.ofInstant(Instant.ofEpochMilli(millis), zone).toEpochDay();
        }

        @Override
        public long start(long slot) {
            return LocalDate.ofEpochDay(slot).atStartOfDay(zone).toInstant().toEpochMilli();
        }

        @Override
        public long within(long millis) {
            return millis / LONGEST_MILLIS;
        }
    }
}
