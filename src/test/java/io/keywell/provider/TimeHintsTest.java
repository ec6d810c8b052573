package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeHintsTest {

    private static final long NOW = Instant.parse("2026-10-04T12:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6 | 6000",
                "0 | 0",
                "7.66 | 7660",
                "0.0001 | 1",
                " 20 | 20000",
                "12ms | 12",
                "1s | 1000",
                "6m0s | 360000",
                "2m59.56s | 179560",
                "7.66s | 7660",
                "1h2m3s | 3723000",
                "24h0m0s | 86400000",
                "36s | 36000",
                "34.074824224s | 34075",
                "900ms | 900",
                "10h17m3.5s | 37023500",
                "15us | 1",
                "1d | 86400000",
                "Sun, 04 Oct 2026 12:02:00 GMT | 120000",
                "Mon, 04 Oct 2026 12:02:00 GMT | 120000",
                "Sun, 04 Oct 2026 11:00:00 GMT | 0",
                "2026-10-04T12:40:59Z | 2459000",
                "2026-10-04T12:40:59.5Z | 2459500",
                "2026-10-04T14:40:59+02:00 | 2459000",
                "2026-10-04T12:00:30 | 30000",
                "2026-10-05 | 43200000",
                "2020-01-01T00:00:00Z | 0",
                "1791115230 | 30000",
                "1791115230000 | 30000",
                "1791115230.5 | 30000",
                "1700000000 | 0",
                "\"api\";r=0;t=131 | 131000",
                "\"api\";r=0;t=131, \"day\";r=9;t=200 | 200000",
            })
    void everyFormOfAValueIsRead(String value, long millis) {
        assertThat(TimeHints.delay(value, NOW)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "soon",
                "6 apples",
                "6s!",
                "1.2.3",
                "NaN",
                "1e9",
                "99999999999999999999999999",
                "99999999999999999999h",
                "99999999h",
                "123456789",
                "9999999999999999",
                "2026-13-45T00:00:00Z",
                "2026-10-04Tnoon",
                "9999-10-04T12:40:59Z",
                "Sun, 99 Oct 2026 12:02:00 GMT",
                "t=",
                "\"api\";t=x",
                "\u0661s",
            })
    void whatCannotBeReadOrMeantIsNoHint(String value) {
        long delay = TimeHints.delay(value, NOW);

        // A date whose time is rubbish still has its day.
        assertThat(delay).isIn(TimeHints.NONE, value.startsWith("2026-10-04") ? 0L : TimeHints.NONE);
    }

    @ParameterizedTest
    @CsvSource({"644,644", "1201.5,1202", "0,0", "soon,-1", "'',-1", "-5,-1"})
    void retryAfterMsIsInMilliseconds(String value, long millis) {
        assertThat(TimeHints.delayOfMillis(value)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "please try again in 644ms. visit | 644",
                "please try again in 9m38.016s. need more? | 578016",
                "please try again in 7.66s | 7660",
                "exceeded token rate limit. please retry after 6 seconds. | 6000",
                "rate limit is exceeded. try again in 86400 seconds. | 86400000",
                "please retry in 20.22s. | 20220",
                "please retry in 20.225183s. | 20226",
                "please retry in 900ms | 900",
                "retry after 1 minute | 60000",
                "try again in 1 hour 5 minutes | 3900000",
                "try again in 1m 30s | 90000",
                "try again in 2s or retry in 5s | 5000",
                "you will regain access on 2026-10-05 at 00:00 utc. | 43200000",
                "regain access on 2026-10-05. | 43200000",
                "your limit resets at 2026-10-04t12:00:30z. | 30000",
                "try again in 5 | -1",
                "try again in a moment | -1",
                "try again later | -1",
                "retry in | -1",
                "reset at 2026-99-99 | -1",
            })
    void hintsAreFoundInText(String text, long millis) {
        assertThat(TimeHints.delayInText(text, NOW)).isEqualTo(millis);
    }

    @Test
    void googlesDayEndsAtMidnightInCaliforniaSummerAndWinter() {
        assertThat(after(CalendarReset.MIDNIGHT_PACIFIC, "2026-10-15T12:00:00Z"))
                .isEqualTo("2026-10-16T07:00:00Z");
        assertThat(after(CalendarReset.MIDNIGHT_PACIFIC, "2026-12-15T12:00:00Z"))
                .isEqualTo("2026-12-16T08:00:00Z");
        // The night of the change: 1 November has 25 hours.
        assertThat(after(CalendarReset.MIDNIGHT_PACIFIC, "2026-11-01T07:00:00Z"))
                .isEqualTo("2026-11-02T08:00:00Z");
        assertThat(after(CalendarReset.MIDNIGHT_PACIFIC, "2026-03-08T20:00:00Z"))
                .isEqualTo("2026-03-09T07:00:00Z");
    }

    @Test
    void monthsAndDaysEndInUtc() {
        assertThat(after(CalendarReset.FIRST_OF_MONTH_UTC, "2026-12-31T23:59:59.999Z"))
                .isEqualTo("2027-01-01T00:00:00Z");
        assertThat(after(CalendarReset.FIRST_OF_MONTH_UTC, "2026-10-01T00:00:00Z"))
                .isEqualTo("2026-11-01T00:00:00Z");
        assertThat(after(CalendarReset.MIDNIGHT_UTC, "2026-10-15T23:59:59Z")).isEqualTo("2026-10-16T00:00:00Z");
    }

    private static String after(CalendarReset reset, String now) {
        return Instant.ofEpochMilli(reset.after(Instant.parse(now).toEpochMilli()))
                .toString();
    }
}
