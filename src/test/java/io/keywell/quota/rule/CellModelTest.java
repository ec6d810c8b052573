package io.keywell.quota.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.quota.QuotaAccount.Need;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rule against a list of everything that was ever granted, on thousands of random schedules. */
class CellModelTest {

    private static final long MINUTE = 60_000;
    private static final long START = Instant.parse("2026-03-04T10:00:00.123Z").toEpochMilli();

    /** What the naive reference knows of one grant, or of use beyond one. */
    private static final class Event {
        final long at;
        long tokens;
        long requests = 1;

        Event(long at, long tokens) {
            this.at = at;
            this.tokens = tokens;
        }
    }

    private record Open(Grant grant, Event event) {}

    private static Limits perMinute(long requests, long tokens, Window window) {
        return new Limits(List.of(
                new Limits.Limit(Dimension.REQUESTS_PER_MINUTE, requests, window),
                new Limits.Limit(Dimension.TOKENS_PER_MINUTE, tokens, window)));
    }

    @Test
    void aSlidingWindowIsNeverOverAndRefusesOnlyWhatWouldGoOver() {
        for (long seed = 0; seed < 3_000; seed++) {
            runSchedule(seed, false);
        }
    }

    @Test
    void aClockThatStepsBackALittleNeverLetsMoreThrough() {
        for (long seed = 10_000; seed < 12_000; seed++) {
            runSchedule(seed, true);
        }
    }

    private static void runSchedule(long seed, boolean clockSteps) {
        Random random = new Random(seed);
        int slots = new int[] {60, 240, 12}[random.nextInt(3)];
        long guard = new long[] {0, 250, 1_000, 7_000}[random.nextInt(4)];
        long requests = 1 + random.nextInt(40);
        long tokens = 100 + random.nextInt(2_000);
        Cell cell = new Cell(new Precision(slots, guard));
        cell.limit(perMinute(requests, tokens, Window.SLIDING), START);
        List<Event> events = new ArrayList<>();
        List<Open> open = new ArrayList<>();
        long time = START;
        long skew = 0;
        for (int step = 0; step < 300; step++) {
            time += random.nextInt(random.nextInt(20) == 0 ? 40_000 : 2_500);
            skew = clockSteps && random.nextInt(10) == 0 ? skew - random.nextInt(800) : skew;
            long now = time + skew;
            if (!open.isEmpty() && random.nextInt(3) == 0) {
                end(cell, open.remove(random.nextInt(open.size())), events, random, time, now);
                continue;
            }
            long asked = random.nextInt((int) tokens / 3);
            Grant grant = cell.grant(new Need(asked, 0, false), now);
            String at = "seed " + seed + " step " + step;
            if (grant != null) {
                Event event = new Event(time, asked);
                events.add(event);
                open.add(new Open(grant, event));
                assertThat(requestsSince(events, time - MINUTE - guard)).as(at).isLessThanOrEqualTo(requests);
                if (asked > 0) {
                    assertThat(tokensSince(events, time - MINUTE - guard))
                            .as(at)
                            .isLessThanOrEqualTo(tokens);
                }
            } else if (!clockSteps) {
                long from = time - MINUTE - guard - MINUTE / slots;
                assertThat(requestsSince(events, from) + 1 > requests || tokensSince(events, from) + asked > tokens)
                        .as(at + ": refused though it fits")
                        .isTrue();
            }
        }
    }

    private static void end(Cell cell, Open open, List<Event> events, Random random, long time, long now) {
        long reserved = open.event().tokens;
        switch (random.nextInt(3)) {
            case 0 -> {
                cell.release(open.grant(), now);
                open.event().tokens = 0;
                open.event().requests = 0;
            }
            case 1 -> {
                long used = reserved == 0 ? 0 : random.nextLong(reserved);
                cell.settle(open.grant(), used, 0, now);
                open.event().tokens = used;
            }
            default -> {
                long more = random.nextInt(200);
                cell.settle(open.grant(), reserved, more, now);
                Event debt = new Event(time, more);
                debt.requests = 0;
                events.add(debt);
            }
        }
    }

    private static long requestsSince(List<Event> events, long after) {
        return events.stream()
                .filter(e -> e.at > after)
                .mapToLong(e -> e.requests)
                .sum();
    }

    private static long tokensSince(List<Event> events, long after) {
        return events.stream()
                .filter(e -> e.at > after)
                .mapToLong(e -> e.tokens)
                .sum();
    }

    @Test
    void underSaturationASlidingWindowIsUsedUpToItsBound() {
        long limit = 500;
        Cell cell = new Cell(new Precision(240, 250));
        cell.limit(perMinute(limit, 1_000_000, Window.SLIDING), START);
        Random random = new Random(7);
        long granted = 0;
        long end = START + 100 * MINUTE;
        for (long time = START; time < end; time += 1 + random.nextInt(60)) {
            granted += cell.grant(new Need(1, 1, false), time) == null ? 0 : 1;
        }
        double used = granted / (100.0 * limit);
        assertThat(used).isBetween(MINUTE / (MINUTE + 2 * 250.0), 1.01);
    }

    @Test
    void calendarWindowsAreUsedWholeAndNeverGoOver() {
        ZoneId zone = ZoneId.of("America/Los_Angeles");
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long limit = 1 + random.nextInt(30);
            Cell cell = new Cell(new Precision(240, 250));
            cell.limit(
                    new Limits(List.of(new Limits.Limit(Dimension.REQUESTS_PER_DAY, limit, new Window.Midnight(zone)))),
                    START);
            LocalDate day = null;
            long today = 0;
            for (long time = START; time < START + 20L * 1_440 * MINUTE; time += random.nextInt(8_000_000)) {
                LocalDate now = LocalDate.ofInstant(Instant.ofEpochMilli(time), zone);
                today = now.equals(day) ? today : 0;
                day = now;
                boolean granted = cell.grant(new Need(1, 1, false), time) != null;
                assertThat(granted)
                        .as("seed %d at %s", seed, Instant.ofEpochMilli(time))
                        .isEqualTo(today < limit);
                today += granted ? 1 : 0;
            }
        }
    }

    @Test
    void theForecastIsWhatAGreedyTakerGets() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Window window = random.nextBoolean() ? Window.SLIDING : Window.FIXED;
            boolean byRequests = random.nextBoolean();
            long requests = byRequests ? 1 + random.nextInt(50) : 1_000_000;
            long tokens = byRequests ? 1_000_000 : 50 + random.nextInt(500);
            Cell cell = new Cell(new Precision(240, 250));
            cell.limit(perMinute(requests, tokens, window), START);
            long time = START;
            for (int i = 0; i < 60; i++) {
                time += random.nextInt(2_000);
                cell.grant(new Need(random.nextInt(30), 0, false), time);
            }
            Need need = new Need(1 + random.nextInt(40), 0, false);
            long until = time + random.nextInt(200_000);
            long forecast = cell.grantable(need, until, 1_000_000, time);
            long got = 0;
            for (; time <= until; time += 10) {
                while (cell.grant(need, time) != null) {
                    got++;
                }
            }
            // A greedy taker is late by up to a slot and a step each period, and whole needs leave a rest.
            long tolerance = 4 + forecast / 10;
            assertThat(forecast).as("seed " + seed + " " + window).isBetween(got - tolerance, got + tolerance);
        }
    }

    @Test
    void theTimeOfADenialIsTheFirstAtWhichItIsGranted() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Window window = random.nextBoolean() ? Window.SLIDING : Window.FIXED;
            Cell cell = new Cell(new Precision(240, random.nextInt(2) * 250));
            cell.limit(perMinute(1 + random.nextInt(10), 300, window), START);
            long time = START;
            Need need = new Need(random.nextInt(150), 0, false);
            while (cell.grant(need, time) != null) {
                time += random.nextInt(3_000);
                need = new Need(random.nextInt(150), random.nextInt(150), false);
            }
            long at = cell.denial(need).retryAtMillis();
            assertThat(cell.grant(need, at - 1)).as("seed " + seed).isNull();
            assertThat(cell.grant(need, at)).as("seed " + seed).isNotNull();
        }
    }

    @Test
    void aClockSetBackByHoursNeitherFreezesNorForgets() {
        Cell cell = new Cell(new Precision(240, 0));
        cell.limit(perMinute(10, 1_000, Window.SLIDING), START);
        Grant before = null;
        for (int i = 0; i < 10; i++) {
            before = cell.grant(new Need(1, 0, false), START);
        }
        long back = START - 3 * 60 * MINUTE;
        assertThat(cell.grant(new Need(1, 0, false), back)).isNull();
        assertThat(cell.release(before, back + 1))
                .as("its slot cannot be found any more")
                .isFalse();
        assertThat(cell.grant(new Need(1, 0, false), back + MINUTE - 250)).isNull();
        assertThat(cell.grant(new Need(1, 0, false), back + MINUTE + 500)).isNotNull();
    }

    @Test
    void sizesThatNobodyCouldHaveDoNotOverflow() {
        Cell cell = new Cell(new Precision(240, 0));
        cell.limit(perMinute(Long.MAX_VALUE, Long.MAX_VALUE, Window.SLIDING), START);
        Need huge = new Need(Long.MAX_VALUE, Long.MAX_VALUE, true);
        Grant grant = cell.grant(huge, START);
        assertThat(grant).isNotNull();
        cell.settle(grant, Long.MAX_VALUE, Long.MAX_VALUE, START);
        assertThat(cell.headroom(START)).isZero();
        assertThat(cell.grant(huge, START)).isNull();
        assertThat(cell.grantable(huge, Long.MAX_VALUE, Long.MAX_VALUE, START)).isPositive();
    }
}
