package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever's clock is wrong, a wait is as long as the vendor means. */
class VendorTimeTest {

    private static final Instant NOW = Instant.parse("2026-10-04T12:00:00Z");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static long millis(String date) {
        return VendorTime.millis(name -> name.equals("date") ? date : null, NOW.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_000, -3_600, -240, -5, 5, 240, 3_600, 86_000})
    void theDateTellsTheVendorsTime(long secondsAhead) {
        Instant theirs = NOW.plusSeconds(secondsAhead);

        assertThat(millis(DATE.format(theirs))).isEqualTo(theirs.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 04 Oct 2026 12:00:02 GMT",
                "Sun, 04 Oct 2026 11:59:58 GMT",
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "Tue, 06 Oct 2026 12:00:00 GMT",
                "Sun, 31 Sep 2026 12:00:00 GMT",
                "Sun, 04 anO 2026 12:30:00 GMT",
                "Sun, 0x Oct 2026 12:30:00 GMT",
                "Sun, 04 Oct 2026 12:30:00 CET",
                "Sunday, 04-Oct-26 12:30:00 GMT",
                "2026-10-04T12:30:00Z",
                ""
            })
    void aDateThatIsOursOrNoneChangesNothing(String date) {
        assertThat(millis(date)).isEqualTo(NOW.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(longs = {-7_200, -600, 0, 600, 7_200})
    void aWindowIsFreeWhenTheVendorSaysSoByItsOwnClock(long secondsAhead) {
        Instant theirs = NOW.plusSeconds(secondsAhead);
        Map<String, String> headers = new HashMap<>(Map.of("date", DATE.format(theirs)));
        headers.put("anthropic-ratelimit-requests-limit", "50");
        headers.put("anthropic-ratelimit-requests-remaining", "0");
        headers.put("anthropic-ratelimit-requests-reset", theirs.plusSeconds(42).toString());
        List<Observation> seen = new ArrayList<>();

        Vendors.adapter("anthropic").observe(headers::get, NOW.toEpochMilli(), seen::add);

        assertThat(seen)
                .containsExactly(new Observation(
                        Dimension.REQUESTS_PER_MINUTE,
                        50,
                        0,
                        NOW.plusSeconds(42).toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-7_200, -600, 0, 600, 7_200})
    void aThrottleEndsWhenTheVendorSaysSoByItsOwnClock(long secondsAhead) {
        Instant theirs = NOW.plusSeconds(secondsAhead);
        Instant reset = theirs.plusSeconds(30);
        Map<String, String> asDate = Map.of("date", DATE.format(theirs), "retry-after", DATE.format(reset));
        Map<String, String> asEpoch =
                Map.of("date", DATE.format(theirs), "x-ratelimit-reset", Long.toString(reset.toEpochMilli()));

        for (Map<String, String> headers : List.of(asDate, asEpoch)) {
            Failure failure =
                    Vendors.adapter("openrouter").classify(429, headers::get, Bytes.EMPTY, NOW.toEpochMilli());

            assertThat(failure.type()).isEqualTo(FailureClass.RATE_SHORT);
            assertThat(failure.untilMillis()).isEqualTo(NOW.plusSeconds(30).toEpochMilli());
        }
    }

    @Test
    void whatIsADelayIsOneWhateverTheClocksSay() {
        Map<String, String> headers = Map.of("date", DATE.format(NOW.plus(Duration.ofHours(1))), "retry-after", "7");

        Failure failure = Vendors.adapter("openai").classify(429, headers::get, Bytes.EMPTY, NOW.toEpochMilli());

        assertThat(failure.untilMillis()).isEqualTo(NOW.plusSeconds(7).toEpochMilli());
    }
}
