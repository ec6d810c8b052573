package io.keywell.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.ledger.UsageQuestion.Bucket;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTest {

    private static List<String> spans(String from, String to, Bucket bucket) {
        return Span.of(Instant.parse("2026-" + from + ":00Z"), Instant.parse("2026-" + to + ":00Z"), bucket).stream()
                .map(span -> span.table().substring("usage_".length()) + " "
                        + span.from().toString().substring(5, 16) + " "
                        + span.to().toString().substring(5, 16))
                .toList();
    }

    @Test
    void wholeDaysAreOneSpan() {
        assertThat(spans("03-01T00:00", "03-31T00:00", Bucket.NONE)).containsExactly("day 03-01T00:00 03-31T00:00");
    }

    @Test
    void theEndsAreCutFinerAndNothingIsCountedTwice() {
        assertThat(spans("03-01T10:20", "03-04T02:05", Bucket.DAY))
                .containsExactly(
                        "minute 03-01T10:20 03-01T11:00",
                        "hour 03-01T11:00 03-02T00:00",
                        "day 03-02T00:00 03-04T00:00",
                        "hour 03-04T00:00 03-04T02:00",
                        "minute 03-04T02:00 03-04T02:05");
    }

    @Test
    void aStretchWithinAnHourIsMinutes() {
        assertThat(spans("03-01T10:20", "03-01T10:40", Bucket.MONTH)).containsExactly("minute 03-01T10:20 03-01T10:40");
        assertThat(spans("03-01T10:20", "03-01T11:10", Bucket.NONE)).containsExactly("minute 03-01T10:20 03-01T11:10");
    }

    @Test
    void noSumIsCoarserThanTheBucket() {
        assertThat(spans("03-01T00:00", "03-03T00:00", Bucket.HOUR)).containsExactly("hour 03-01T00:00 03-03T00:00");
        assertThat(spans("03-01T00:00", "03-03T00:00", Bucket.MINUTE))
                .containsExactly("minute 03-01T00:00 03-03T00:00");
    }

    @Test
    void anEmptyStretchIsNothing() {
        assertThat(spans("03-02T00:00", "03-02T00:00", Bucket.NONE)).isEmpty();
    }
}
