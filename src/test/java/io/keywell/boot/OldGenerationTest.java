package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.quota.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldGenerationTest {

    private final ManualClock clock = new ManualClock("2026-11-24T12:00:00Z");
    private final OldGeneration old = new OldGeneration(clock);

    @ParameterizedTest(name = "{0} MiB, of which {1} were alive: {2}")
    @CsvSource({
        // What a start leaves behind is too little for a pause.
        "32, 0, false",
        "33, 0, true",
        // A burst on top of a small catalog.
        "57, 25, false",
        "58, 25, true",
        // A large catalog is collected when half as much again is garbage.
        "112, 75, false",
        "113, 75, true",
        // Nothing was left behind; a catalog has become smaller.
        "75, 75, false",
        "60, 75, false",
    })
    void theOldGenerationIsCollectedWhenThatIsWorthAPause(long used, long alive, boolean due) {
        assertThat(takesPause(used, alive)).isEqualTo(due);
    }

    @Test
    void thereIsOnePauseAMinuteAtTheMost() {
        assertThat(takesPause(200, 25)).isTrue();
        clock.advance(59_000);
        assertThat(takesPause(200, 25)).isFalse();
        clock.advance(1_000);
        assertThat(takesPause(200, 25)).isTrue();
    }

    private boolean takesPause(long usedMiB, long aliveMiB) {
        return old.takesPause(usedMiB << 20, aliveMiB << 20);
    }
}
