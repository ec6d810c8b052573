package io.keywell.ledger.postgres;

import io.keywell.ledger.UsageQuestion.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of time that one table of sums covers.
 *
 * @param to the instant after the last
 */
record Span(String table, Instant from, Instant to) {

    private static final String MINUTES = "usage_minute";
    private static final String HOURS = "usage_hour";
    private static final String DAYS = "usage_day";

    /** Cuts a stretch into the fewest sums: whole days in the middle, hours and minutes at its ends. */
    static List<Span> of(Instant from, Instant to, Bucket bucket) {
        List<Span> spans = new ArrayList<>();
        switch (bucket) {
            case MINUTE -> add(spans, MINUTES, from, to);
            case HOUR -> hours(spans, from, to);
            case DAY, MONTH, NONE -> {
                Instant first = ceiling(from, ChronoUnit.DAYS);
                Instant last = to.truncatedTo(ChronoUnit.DAYS);
                if (first.isBefore(last)) {
                    hours(spans, from, first);
                    add(spans, DAYS, first, last);
                    hours(spans, last, to);
                } else {
                    hours(spans, from, to);
                }
            }
        }
        return spans;
    }

    private static void hours(List<Span> spans, Instant from, Instant to) {
        Instant first = ceiling(from, ChronoUnit.HOURS);
        Instant last = to.truncatedTo(ChronoUnit.HOURS);
        if (first.isBefore(last)) {
            add(spans, MINUTES, from, first);
            add(spans, HOURS, first, last);
            add(spans, MINUTES, last, to);
        } else {
            add(spans, MINUTES, from, to);
        }
    }

    private static void add(List<Span> spans, String table, Instant from, Instant to) {
        if (from.isBefore(to)) {
            spans.add(new Span(table, from, to));
        }
    }

    private static Instant ceiling(Instant time, ChronoUnit unit) {
        Instant floor = time.truncatedTo(unit);
        return floor.equals(time) ? time : floor.plus(Duration.of(1, unit));
    }
}
