package io.keywell.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.catalog.Window.Period;
import io.keywell.core.Dimension;
import io.keywell.quota.QuotaAccount.Need;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every store must do with money. */
interface BudgetContract extends StoreUnderTest {

    /** Fifty thousand dollars in millionths. */
    long MUCH = 50_000_000_000L;

    Need DOLLAR = new Need(300_000, 700_000, false);

    static Limit budget(long micros, Period period, String zone) {
        return new Limit(Dimension.BUDGET, micros, new Window.Calendar(period, ZoneId.of(zone)));
    }

    /** Months of all lengths and over the year's end, weeks, days of 23, 24 and 25 hours. */
    @ParameterizedTest
    @CsvSource({
        "MONTH, UTC, 2026-02-28T22:30:00Z, 2026-03-01T00:00:00Z",
        "MONTH, UTC, 2028-02-28T23:59:00Z, 2028-03-01T00:00:00Z",
        "MONTH, UTC, 2026-12-31T20:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, Europe/Berlin, 2026-03-31T20:00:00Z, 2026-03-31T22:00:00Z",
        "MONTH, Europe/Berlin, 2026-10-31T20:00:00Z, 2026-10-31T23:00:00Z",
        "MONTH, Pacific/Auckland, 2026-03-31T10:00:00Z, 2026-03-31T11:00:00Z",
        "WEEK, UTC, 2026-03-08T20:00:00Z, 2026-03-09T00:00:00Z",
        "WEEK, America/Los_Angeles, 2026-03-08T20:00:00Z, 2026-03-09T07:00:00Z",
        "DAY, UTC, 2026-03-04T20:00:00Z, 2026-03-05T00:00:00Z",
        "DAY, America/Los_Angeles, 2026-03-08T08:00:00Z, 2026-03-09T07:00:00Z",
        "DAY, America/Los_Angeles, 2026-11-01T07:00:00Z, 2026-11-02T08:00:00Z"
    })
    default void aBudgetStartsAgainByTheCalendarOfItsZone(Period period, String zone, String from, String reset) {
        Rig rig = rig(from, budget(MUCH, period, zone));
        rig.take(new Need(MUCH - 1_000_000, 0, false));
        assertThat(rig.drain(DOLLAR)).isEqualTo(1);
        long at = Instant.parse(reset).toEpochMilli();
        assertThat(rig.refused(DOLLAR).dimension()).isEqualTo(Dimension.BUDGET);
        assertThat(rig.refused(DOLLAR).retryAtMillis()).isEqualTo(at);
        rig.clock().set(at - 1);
        rig.refused(DOLLAR);
        rig.clock().set(at);
        assertThat(rig.drain(new Need(MUCH / 10, 0, false))).isEqualTo(10);
    }

    @Test
    default void whatIsReservedCountsUntilTheRealCostIsKnown() {
        Rig rig = rig(budget(2_000_000, Period.MONTH, "UTC"));
        Permit cheap = rig.take(DOLLAR);
        Permit unsent = rig.take(DOLLAR);
        rig.refused(new Need(1, 0, false));
        cheap.settle(250_000, 0);
        assertThat(rig.drain(new Need(250_000, 0, false))).isEqualTo(3);
        unsent.release();
        Permit dear = rig.take(DOLLAR);
        dear.settle(5_000_000, 0);
        rig.refused(new Need(1, 0, false));
        assertThat(rig.account().headroom()).isZero();
        assertThat(rig.account().levels()).singleElement().satisfies(level -> {
            assertThat(level.left()).isZero();
            assertThat(level.over()).isEqualTo(4_000_000);
        });
    }

    @Test
    default void whatIsSpentStaysSpentWhenTheBudgetChanges() {
        Rig rig = rig(budget(3_000_000, Period.MONTH, "UTC"));
        assertThat(rig.drain(DOLLAR)).isEqualTo(3);
        rig.limits(budget(5_000_000, Period.MONTH, "UTC"));
        assertThat(rig.drain(DOLLAR)).isEqualTo(2);
        rig.limits(budget(4_000_000, Period.MONTH, "UTC"));
        rig.refused(DOLLAR);
        rig.limits(budget(6_000_000, Period.DAY, "Europe/Berlin"));
        assertThat(rig.drain(DOLLAR)).isEqualTo(1);
        assertThat(rig.refused(DOLLAR).retryAtMillis())
                .isEqualTo(Instant.parse("2026-03-04T23:00:00Z").toEpochMilli());
    }

    @Test
    default void aGuessedAnswerMayTakeTheWholeBudgetAndAnAskedOneNever() {
        Rig rig = rig(budget(1_000_000, Period.MONTH, "UTC"));
        assertThat(rig.refused(new Need(1_000, 5_000_000, false)).never()).isTrue();
        rig.take(new Need(1_000, 5_000_000, true)).settle(1_000_000, 0);
        assertThat(rig.refused(new Need(1_000, 5_000_000, true)).never()).isFalse();
    }
}
