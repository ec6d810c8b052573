package io.keywell.governance.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.governance.live.Forecast.Outlook;
import io.keywell.governance.live.Tank.Gauge;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final long NOON = Instant.parse("2026-05-04T12:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    @Test
    void aSlidingMinuteThatHoldsTheRateIsNeverEmpty() {
        assertThat(outlook(tank(perMinute(60, 30, 0.5)))).isEqualTo(Outlook.NEVER);
        assertThat(outlook(tank(perMinute(60, 1, 0.99)))).isEqualTo(Outlook.NEVER);
    }

    @Test
    void aSlidingMinuteIsEmptyWhenMoreGoesThanComesBack() {
        // 60 used evenly in the last minute come back with 1/s; 3/s go: 60 left are gone after 30 s.
        Outlook outlook = outlook(tank(perMinute(120, 60, 3)));

        assertThat(outlook.emptyMillis()).isCloseTo(30_000, within(2_000L));
        assertThat(outlook.dimension()).isEqualTo(Dimension.REQUESTS_PER_MINUTE);
    }

    @Test
    void whatIsLeftOfADayLastsAtThePresentRate() {
        // 3600 left, one a second, midnight is twelve hours away.
        Outlook outlook = outlook(tank(perDay(10_000, 3_600, 1, Window.FIXED)));

        assertThat(outlook.emptyMillis()).isCloseTo(HOUR, within(60_000L));
    }

    @Test
    void midnightComesBeforeItIsEmptyAndThenTheWholeDayHolds() {
        // 0.1/s: 4320 until midnight UTC, 8640 a day.
        assertThat(outlook(tank(perDay(10_000, 5_000, 0.1, Window.FIXED)))).isEqualTo(Outlook.NEVER);
    }

    @Test
    void aResetOnlyPutsOffWhatIsTooMuchForAWholeDay() {
        // 0.2/s: 8640 until midnight of 9000 left; then 10000 last 50000 s.
        Outlook outlook = outlook(tank(perDay(10_000, 9_000, 0.2, Window.FIXED)));

        assertThat(outlook.emptyMillis()).isCloseTo(12 * HOUR + 50_000_000, within(300_000L));
    }

    @Test
    void midnightIsThatOfTheZone() {
        Window pacific = new Window.Midnight(ZoneId.of("America/Los_Angeles"));
        // Noon in UTC is 5 in the morning there: 19 hours to midnight.
        long untilMidnight = 19 * HOUR;

        Outlook lasts = outlook(tank(perDay(7_000, 6_900, 0.1, pacific)));
        Outlook ends = outlook(tank(perDay(7_000, 6_800, 0.1, pacific)));

        assertThat(lasts.emptyMillis()).isGreaterThan(untilMidnight);
        assertThat(ends.emptyMillis()).isCloseTo(68_000_000, within(300_000L));
    }

    @Test
    void aSlidingDayGivesBackWhatWasUsedADayAgo() {
        // 8640 used evenly come back with 0.1/s, 0.2/s go: 1000 left last 10000 s.
        Outlook outlook = outlook(tank(perDay(9_640, 1_000, 0.2, Window.SLIDING)));

        assertThat(outlook.emptyMillis()).isCloseTo(10_000_000, within(300_000L));
    }

    @Test
    void theScarcestDimensionDecides() {
        Tank tank = tank(
                perMinute(600, 540, 1), new Gauge(Dimension.TOKENS_PER_DAY, 1_000_000, 100_000, Window.FIXED, 1_000));

        Outlook outlook = outlook(tank);

        assertThat(outlook.emptyMillis()).isCloseTo(100_000, within(2_000L));
        assertThat(outlook.dimension()).isEqualTo(Dimension.TOKENS_PER_DAY);
    }

    @Test
    void accountsTogetherLastAsLongAsAllOfThemDo() {
        Tank busy = tank(perDay(1_000, 100, 1, Window.FIXED));
        Tank idle = tank(perDay(10_000, 3_500, 0, Window.FIXED));

        assertThat(outlook(busy).emptyMillis()).isCloseTo(100_000, within(2_000L));
        assertThat(outlook(busy, idle).emptyMillis()).isCloseTo(3_600_000, within(60_000L));
    }

    @Test
    void withoutAnAccountItsTrafficFallsOnTheOthers() {
        Tank one = tank(perDay(10_000, 3_600, 1, Window.FIXED));
        Tank other = tank(perDay(10_000, 3_600, 1, Window.FIXED));
        Demand demand = Demand.of(List.of(one, other));

        assertThat(Forecast.of(List.of(one, other), demand, NOON).emptyMillis()).isCloseTo(HOUR, within(60_000L));
        assertThat(Forecast.of(List.of(other), demand, NOON).emptyMillis()).isCloseTo(HOUR / 2, within(60_000L));
    }

    @Test
    void twiceTheTrafficHalvesTheTime() {
        Tank tank = tank(perDay(10_000, 3_600, 1, Window.FIXED));

        assertThat(Forecast.of(List.of(tank), Demand.of(List.of(tank)).times(2), NOON)
                        .emptyMillis())
                .isCloseTo(HOUR / 2, within(60_000L));
    }

    @Test
    void anAccountWhoseKeysRestServesNothingUntilTheyDo() {
        Gauge gauge = perDay(10_000, 200, 1, Window.FIXED);
        Tank open = tank(gauge);
        Tank resting = new Tank(key(), List.of(perDay(10_000, 5_000, 0, Window.FIXED)), NOON + HOUR);
        Tank restingBriefly = new Tank(key(), List.of(perDay(10_000, 5_000, 0, Window.FIXED)), NOON + 60_000);

        assertThat(outlook(open, resting).emptyMillis()).isCloseTo(200_000, within(2_000L));
        assertThat(outlook(open, restingBriefly).emptyMillis()).isCloseTo(5_200_000, within(60_000L));
        assertThat(outlook(resting)).isEqualTo(new Outlook(0, null));
    }

    @Test
    void nothingUsedIsNeverEmptyAndNothingLeftIsEmptyNow() {
        assertThat(outlook(tank(perMinute(60, 60, 0)))).isEqualTo(Outlook.NEVER);
        assertThat(outlook(tank(perDay(60, 0, 0, Window.FIXED)))).isEqualTo(new Outlook(0, Dimension.REQUESTS_PER_DAY));
        assertThat(outlook()).isEqualTo(new Outlook(0, null));
    }

    @Test
    void withoutLimitsItIsNeverEmpty() {
        Tank limited = tank(perDay(100, 10, 1, Window.FIXED));

        assertThat(outlook(tank())).isEqualTo(Outlook.NEVER);
        assertThat(outlook(limited, tank())).isEqualTo(Outlook.NEVER);
    }

    @Test
    void tokensTellTheTrafficOfAnAccountThatCountsNoRequests() {
        Tank counts = tank(perMinute(600, 540, 1), tokensPerMinute(1_000_000, 900_000, 100));
        Tank tokensOnly = tank(tokensPerMinute(1_000_000, 900_000, 200));

        Demand demand = Demand.of(List.of(counts, tokensOnly));

        assertThat(demand.requestsPerSecond()).isCloseTo(3, within(0.01));
        assertThat(demand.of(Dimension.TOKENS_PER_MINUTE)).isCloseTo(100, within(0.01));
    }

    private static Outlook outlook(Tank... tanks) {
        return Forecast.of(List.of(tanks), Demand.of(List.of(tanks)), NOON);
    }

    private static Tank tank(Gauge... gauges) {
        return new Tank(key(), List.of(gauges), 0);
    }

    private static QuotaKey key() {
        return QuotaKey.pool("openai", "org-1", "*");
    }

    private static Gauge perMinute(long limit, long left, double perSecond) {
        return new Gauge(Dimension.REQUESTS_PER_MINUTE, limit, left, Window.SLIDING, perSecond);
    }

    private static Gauge tokensPerMinute(long limit, long left, double perSecond) {
        return new Gauge(Dimension.TOKENS_PER_MINUTE, limit, left, Window.SLIDING, perSecond);
    }

    private static Gauge perDay(long limit, long left, double perSecond, Window window) {
        return new Gauge(Dimension.REQUESTS_PER_DAY, limit, left, window, perSecond);
    }
}
