package io.keywell.quota;

import static io.keywell.quota.StoreUnderTest.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.QuotaAccount.Need;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store must do with limits and windows. */
interface WindowContract extends StoreUnderTest {
    static Stream<Limit> everyDimensionAndWindow() {
        List<Window> windows =
                List.of(Window.SLIDING, Window.FIXED, new Window.Midnight(ZoneId.of("America/Los_Angeles")));
        return Stream.of(Dimension.values())
                .flatMap(dimension -> windows.stream().map(window -> new Limit(dimension, 5, window)));
    }

    /** A need that takes exactly one unit of the dimension. */
    static Need oneOf(Dimension dimension) {
        return switch (dimension) {
            case TOKENS_PER_MINUTE, TOKENS_PER_DAY, OUTPUT_TOKENS_PER_MINUTE -> new Need(0, 1, false);
            default -> new Need(1, 0, false);
        };
    }

    @ParameterizedTest
    @MethodSource("everyDimensionAndWindow")
    default void exactlyTheLimitIsGrantedAndTheDenialNamesTheDimension(Limit limit) {
        Rig rig = rig(limit);
        Need need = oneOf(limit.dimension());
        assertThat(rig.drain(need)).isEqualTo(5);
        Denied denied = rig.refused(need);
        assertThat(denied.dimension()).isEqualTo(limit.dimension());
        assertThat(denied.never()).isFalse();
        assertThat(rig.account().headroom()).isZero();
    }

    @ParameterizedTest
    @MethodSource("everyDimensionAndWindow")
    default void theStatedTimeIsTheFirstAtWhichItIsGranted(Limit limit) {
        if (limit.dimension() == Dimension.CONCURRENT) {
            return;
        }
        Rig rig = rig(limit);
        Need need = oneOf(limit.dimension());
        rig.drain(need);
        long at = rig.refused(need).retryAtMillis();
        rig.clock().set(at - 1);
        assertThat(rig.refused(need).retryAtMillis()).isEqualTo(at);
        rig.clock().set(at);
        assertThat(rig.drain(need)).isEqualTo(5);
    }

    @Test
    default void withoutLimitsEverythingIsGranted() {
        Rig rig = rig();
        assertThat(rig.drain(new Need(1_000_000, 1_000_000, false))).isEqualTo(100_000);
        assertThat(rig.account().headroom()).isEqualTo(1);
        assertThat(rig.account().grantable(ONE, rig.clock().now(), 7)).isEqualTo(7);
        assertThat(rig.account().levels()).isEmpty();
    }

    @Test
    default void aSlidingMinuteComesBackAMinuteAfterItWasTaken() {
        Rig rig = rig(limit(Dimension.REQUESTS_PER_MINUTE, 2));
        long start = rig.clock().now();
        rig.take(ONE);
        rig.clock().advance(30_000);
        rig.take(ONE);
        rig.clock().set(start + 59_999);
        assertThat(rig.refused(ONE).retryAtMillis()).isBetween(start + 60_000, start + 60_000 + slackMillis());
        rig.clock().set(start + 60_000 + slackMillis());
        assertThat(rig.drain(ONE)).isEqualTo(1);
    }

    @Test
    default void aFixedMinuteStartsAgainAtTheFullMinute() {
        Rig rig = rig(new Limit(Dimension.REQUESTS_PER_MINUTE, 3, Window.FIXED));
        assertThat(rig.drain(ONE)).isEqualTo(3);
        long minute = Instant.parse("2026-03-04T10:01:00Z").toEpochMilli();
        assertThat(rig.refused(ONE).retryAtMillis()).isEqualTo(minute);
        rig.clock().set(minute);
        assertThat(rig.drain(ONE)).isEqualTo(3);
    }

    @Test
    default void aFixedDayStartsAgainAtMidnightUtc() {
        Rig rig = rig(new Limit(Dimension.REQUESTS_PER_DAY, 3, Window.FIXED));
        rig.drain(ONE);
        assertThat(rig.refused(ONE).retryAtMillis())
                .isEqualTo(Instant.parse("2026-03-05T00:00:00Z").toEpochMilli());
    }

    @Test
    default void aZonesDayStartsAgainAtItsMidnightAlsoWhenTheClocksChange() {
        Limit daily = new Limit(Dimension.TOKENS_PER_DAY, 100, new Window.Midnight(ZoneId.of("America/Los_Angeles")));
        // In Los Angeles 8 March 2026 has 23 hours and 1 November 2026 has 25.
        assertMidnight(daily, "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z");
        assertMidnight(daily, "2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z");
        // In Beirut the clocks go forward at midnight: the day begins at one.
        Limit beirut = new Limit(Dimension.TOKENS_PER_DAY, 100, new Window.Midnight(ZoneId.of("Asia/Beirut")));
        assertMidnight(beirut, "2026-03-28T12:00:00Z", "2026-03-28T22:00:00Z");
    }

    private void assertMidnight(Limit daily, String from, String midnight) {
        Rig rig = rig(from, daily);
        rig.take(new Need(60, 40, false));
        long next = Instant.parse(midnight).toEpochMilli();
        assertThat(rig.refused(ONE).retryAtMillis()).isEqualTo(next);
        rig.clock().set(next - 1);
        rig.refused(ONE);
        rig.clock().set(next);
        rig.take(new Need(60, 40, false));
    }

    @Test
    default void aNeedIsTakenFromEveryDimensionOrFromNone() {
        Rig rig = rig(
                limit(Dimension.REQUESTS_PER_MINUTE, 10),
                limit(Dimension.TOKENS_PER_MINUTE, 100),
                limit(Dimension.CONCURRENT, 10));
        rig.take(new Need(30, 30, false));
        for (int i = 0; i < 20; i++) {
            assertThat(rig.refused(new Need(30, 30, false)).dimension()).isEqualTo(Dimension.TOKENS_PER_MINUTE);
        }
        assertThat(rig.drain(new Need(0, 0, false))).isEqualTo(9);
    }

    @Test
    default void aDenialNamesTheDimensionThatIsFreeLast() {
        Rig rig = rig(
                limit(Dimension.REQUESTS_PER_MINUTE, 1),
                new Limit(Dimension.REQUESTS_PER_DAY, 1, Window.FIXED),
                limit(Dimension.CONCURRENT, 1));
        rig.take(ONE);
        Denied denied = rig.refused(ONE);
        assertThat(denied.dimension()).isEqualTo(Dimension.REQUESTS_PER_DAY);
        assertThat(denied.retryAtMillis())
                .isEqualTo(Instant.parse("2026-03-05T00:00:00Z").toEpochMilli());
    }

    @Test
    default void inputAndOutputAreCountedApart() {
        Rig rig = rig(limit(Dimension.INPUT_TOKENS_PER_MINUTE, 100), limit(Dimension.OUTPUT_TOKENS_PER_MINUTE, 50));
        rig.take(new Need(90, 10, false)).settle(90, 50);
        assertThat(rig.refused(new Need(0, 1, false)).dimension()).isEqualTo(Dimension.OUTPUT_TOKENS_PER_MINUTE);
        rig.take(new Need(10, 0, false));
        assertThat(rig.refused(new Need(1, 0, false)).dimension()).isEqualTo(Dimension.INPUT_TOKENS_PER_MINUTE);
    }

    @Test
    default void headroomIsTheSmallestShareThatIsLeft() {
        Rig rig = rig(
                limit(Dimension.REQUESTS_PER_MINUTE, 10),
                limit(Dimension.TOKENS_PER_MINUTE, 1_000),
                limit(Dimension.CONCURRENT, 4));
        rig.take(new Need(100, 0, false)).settle(100, 0);
        assertThat(rig.account().headroom()).isEqualTo(0.9, within(1e-9));
        rig.take(new Need(400, 0, false)).settle(400, 0);
        assertThat(rig.account().headroom()).isEqualTo(0.5, within(1e-9));
        rig.take(new Need(0, 0, false));
        rig.take(new Need(0, 0, false));
        rig.take(new Need(0, 0, false));
        assertThat(rig.account().headroom()).isEqualTo(0.25, within(1e-9));
    }

    @Test
    default void aClockThatStepsBackLetsNothingMoreThrough() {
        Rig rig = rig(limit(Dimension.REQUESTS_PER_MINUTE, 10), limit(Dimension.REQUESTS_PER_DAY, 10));
        for (int i = 0; i < 10; i++) {
            rig.take(ONE);
            rig.clock().advance(i % 2 == 0 ? 700 : -600);
        }
        for (int i = 0; i < 50; i++) {
            rig.clock().advance(i % 2 == 0 ? -300 : 200);
            rig.refused(ONE);
        }
    }

    @Test
    default void theForecastCountsWhatComesBackAndRepeatsBeyondAWindow() {
        Rig rig = rig(limit(Dimension.REQUESTS_PER_MINUTE, 60), limit(Dimension.TOKENS_PER_MINUTE, 600));
        for (int i = 0; i < 60; i++) {
            rig.take(new Need(10, 0, false));
            rig.clock().advance(1_000);
        }
        rig.clock().advance(-1_000);
        Need need = new Need(10, 0, false);
        long now = rig.clock().now();
        assertThat(rig.account().grantable(need, now, 100)).isZero();
        assertThat(rig.account().grantable(need, now + 10_000 + slackMillis(), 100))
                .isBetween(10L, 11L);
        long lateSeconds = (2 * slackMillis() + 999) / 1_000;
        assertThat(rig.account().grantable(need, now + 130_000, 1_000)).isBetween(128 - lateSeconds, 130L);
        assertThat(rig.account().grantable(need, now + 130_000, 5)).isEqualTo(5);
        assertThat(rig.account().grantable(new Need(100, 0, false), now + 10_000 + slackMillis(), 100))
                .isEqualTo(1);
        assertThat(rig.account().grantable(need, now - 5_000, 100)).isZero();
    }
}
