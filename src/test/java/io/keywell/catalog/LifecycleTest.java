package io.keywell.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Model.State;
import io.keywell.quota.ManualClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

    private static final long DEPRECATED_AT =
            Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final long SUNSET = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();

    private final ManualClock clock = new ManualClock("2026-02-28T23:59:59.999Z");

    @Test
    void aPublishedModelIsDeprecatedFromItsDateAndRetiredFromItsSunsetToTheMillisecond() {
        Lifecycle life = new Lifecycle(State.PUBLISHED, DEPRECATED_AT, SUNSET, null);

        assertThat(life.at(clock)).isEqualTo(State.PUBLISHED);
        clock.set(Instant.parse("2026-03-01T00:00:00Z").toEpochMilli());
        assertThat(life.at(clock)).isEqualTo(State.DEPRECATED);
        clock.set(Instant.parse("2026-05-31T23:59:59.999Z").toEpochMilli());
        assertThat(life.at(clock)).isEqualTo(State.DEPRECATED);
        clock.set(Instant.parse("2026-06-01T00:00:00Z").toEpochMilli());
        assertThat(life.at(clock)).isEqualTo(State.RETIRED);
    }

    @Test
    void aDeprecatedModelNeedsNoDateForThatAndGoesAtItsSunset() {
        Lifecycle life = new Lifecycle(State.DEPRECATED, Lifecycle.NEVER, SUNSET, null);

        assertThat(life.at(clock)).isEqualTo(State.DEPRECATED);
        clock.set(Instant.parse("2026-06-01T00:00:00Z").toEpochMilli());
        assertThat(life.at(clock)).isEqualTo(State.RETIRED);
    }

    @Test
    void aSunsetAloneRetires() {
        Lifecycle life = new Lifecycle(State.PUBLISHED, Lifecycle.NEVER, SUNSET, null);

        assertThat(life.at(clock)).isEqualTo(State.PUBLISHED);
        clock.set(Instant.parse("2026-07-01T00:00:00Z").toEpochMilli());
        assertThat(life.at(clock)).isEqualTo(State.RETIRED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAFT", "RETIRED"})
    void noDateMovesADraftOrARetiredModel(State state) {
        clock.set(Instant.parse("2027-01-01T00:00:00Z").toEpochMilli());

        assertThat(new Lifecycle(state, DEPRECATED_AT, SUNSET, null).at(clock)).isEqualTo(state);
    }
}
