package io.keywell.provider;

import io.keywell.core.Dimension;
import io.keywell.core.Observation;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which headers of a vendor tell what a pool has left. Read for every answer, so it looks up only the headers of the row,
 * scans them in place and gives up early where they are absent.
 *
 * @param gauges the limits that the vendor reports
 * @param overLimit a header that says {@code yes} when the vendor serves but wants to be spared; null = none
 */
record RateHeaders(List<Gauge> gauges, @Nullable String overLimit) {

    static final RateHeaders NONE = new RateHeaders(List.of(), null);

    private static final long MINUTE = 60_000;
    private static final long DAY = 1440 * MINUTE;

    /** A soft warning stops new requests for as long as a limiter that counts by the second needs. */
    private static final long SPARE_MILLIS = 1000;

    /** What is exact to the millisecond is rounded once when it is printed and once when we read it. */
    private static final long ROUNDING_MILLIS = 5;

    RateHeaders(Gauge... gauges) {
        this(List.of(gauges), null);
    }

    /** How a gauge's numbers are to be understood. */
    enum Reading {
        /** As they are. */
        PLAIN,
        /** A window of a minute, or of a day when its reset is too far away for a minute. */
        BY_RESET,
        /** A minute's or a day's bucket that refills steadily: what is used and when it is whole again tell which. */
        BY_REFILL,
        /** The size of the window is not known; that it is empty, and until when, is. */
        ONLY_EMPTY
    }

    /**
     * One limit's headers.
     *
     * @param minute the dimension, unless the numbers turn out to be a day's
     * @param day the dimension when they do; null where they never do
     */
    record Gauge(
            String limit,
            String remaining,
            @Nullable String reset,
            Dimension minute,
            @Nullable Dimension day,
            Reading reading) {

        static Gauge plain(Dimension dimension, String limit, String remaining, @Nullable String reset) {
            return new Gauge(limit, remaining, reset, dimension, null, Reading.PLAIN);
        }

        static Gauge onlyEmpty(Dimension dimension, String limit, String remaining, String reset) {
            return new Gauge(limit, remaining, reset, dimension, null, Reading.ONLY_EMPTY);
        }

        private Dimension byReset(long resetMillis) {
            return day != null && resetMillis > 2 * MINUTE ? day : minute;
        }
    }

    void observe(HeaderView headers, long nowMillis, Consumer<Observation> sink) {
        long theirs = gauges.isEmpty() ? nowMillis : VendorTime.millis(headers, nowMillis);
        for (int i = 0; i < gauges.size(); i++) {
            observe(gauges.get(i), headers, nowMillis, theirs, sink);
        }
        if (overLimit != null && "yes".equals(headers.get(overLimit))) {
            sink.accept(new Observation(Dimension.REQUESTS_PER_MINUTE, -1, 0, nowMillis + SPARE_MILLIS));
        }
    }

    /**
     * How far away the reset of the exhausted dimension is; {@link TimeHints#NONE} when no header tells.
     *
     * @param exhausted null when the vendor did not name it: then every gauge that reads zero counts
     * @param theirMillis now, by the vendor's clock
     */
    long resetMillis(HeaderView headers, @Nullable Dimension exhausted, long theirMillis) {
        long latest = TimeHints.NONE;
        for (Gauge gauge : gauges) {
            long reset = reset(gauge, headers, theirMillis);
            boolean meant =
                    exhausted == null ? number(headers.get(gauge.remaining)) == 0 : exhausted == gauge.byReset(reset);
            if (meant) {
                latest = Math.max(latest, reset);
            }
        }
        return latest;
    }

    private static void observe(
            Gauge gauge, HeaderView headers, long nowMillis, long theirMillis, Consumer<Observation> sink) {
        long limit = number(headers.get(gauge.limit));
        long remaining = number(headers.get(gauge.remaining));
        if (limit <= 0 && remaining < 0) {
            return;
        }
        long reset = reset(gauge, headers, theirMillis);
        Dimension dimension =
                switch (gauge.reading) {
                    case PLAIN -> gauge.minute;
                    case BY_RESET -> gauge.byReset(reset);
                    case BY_REFILL -> byRefill(gauge, limit, remaining, reset);
                    case ONLY_EMPTY -> remaining == 0 && reset > 0 ? gauge.minute : null;
                };
        if (dimension != null) {
            long known = limit <= 0 || gauge.reading == Reading.ONLY_EMPTY ? -1 : limit;
            sink.accept(new Observation(dimension, known, remaining, reset < 0 ? 0 : nowMillis + reset));
        }
    }

    /**
     * OpenAI shows a model's requests of the minute or of the day under one name, without saying which. Its limiters are
     * buckets that refill steadily, so the reset is {@code used / limit} of the window: 9,999 of 10,000 left and
     * {@code 8.64s} is a day, 499 of 500 left and {@code 120ms} is a minute. A server that only imitates the headers may
     * count fixed windows; there a young window can look like a hardly used day. A limit in the wrong dimension
     * would hurt far more than one learned an answer later, so null where both are possible.
     */
    private static @Nullable Dimension byRefill(Gauge gauge, long limit, long remaining, long reset) {
        if (reset > 2 * MINUTE) {
            return gauge.byReset(reset);
        }
        long used = limit - remaining;
        if (limit <= 0 || remaining < 0 || used <= 0 || reset <= 0) {
            return null;
        }
        if (refills(MINUTE, used, limit, reset)) {
            return gauge.minute;
        }
        if (refills(DAY, used, limit, reset)) {
            return reset > MINUTE ? gauge.day : null;
        }
        return gauge.minute;
    }

    /** Whether {@code reset} is what a bucket needs for between one less than {@code used} and {@code used}. */
    private static boolean refills(long window, long used, long limit, long reset) {
        double each = (double) window / limit;
        return reset >= (used - 1) * each - ROUNDING_MILLIS && reset <= used * each + ROUNDING_MILLIS;
    }

    private static long reset(Gauge gauge, HeaderView headers, long theirMillis) {
        String value = gauge.reset == null ? null : headers.get(gauge.reset);
        return value == null ? TimeHints.NONE : TimeHints.delay(value, theirMillis);
    }

    private static long number(@Nullable String value) {
        return value == null ? -1 : Durations.leadingNumber(value);
    }
}
