package io.keywell.governance.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.quota.ManualClock;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

    private final ManualClock clock = new ManualClock("2026-05-04T12:00:00Z");
    private final FailedAttempts failures = new FailedAttempts(3, 10_000, clock, 100);

    @Test
    void theLimitIsReachedByFailuresInARow() {
        fail("a", 2);
        assertThat(failures.waitMillis("a")).isZero();

        fail("a", 1);
        assertThat(failures.waitMillis("a")).isEqualTo(10_000);
        assertThat(failures.waitMillis("b")).isZero();
    }

    @Test
    void whoWaitsAsToldMayTryOnceMore() {
        fail("a", 3);
        clock.advance(failures.waitMillis("a"));

        assertThat(failures.waitMillis("a")).isZero();
        fail("a", 1);
        assertThat(failures.waitMillis("a")).isEqualTo(10_000);
    }

    @Test
    void goingOnDoesNotMakeTheWaitLonger() {
        fail("a", 50);

        assertThat(failures.waitMillis("a")).isEqualTo(10_000);
    }

    @Test
    void aGoodTokenClearsTheAddress() {
        fail("a", 3);
        failures.succeeded("a");

        assertThat(failures.waitMillis("a")).isZero();
        assertThat(failures.addresses()).isZero();
    }

    @Test
    void manyAddressesDoNotFillTheMemoryAndTheLatestAreRemembered() {
        fail("first", 3);
        for (int i = 0; i < 1_000; i++) {
            fail("a" + i, 3);
        }

        assertThat(failures.addresses()).isEqualTo(100);
        assertThat(failures.waitMillis("a999")).isPositive();
        assertThat(failures.waitMillis("first")).isZero();
    }

    @Test
    void aClockThatStepsBackForgivesNothingAndBreaksNothing() {
        fail("a", 3);
        clock.advance(-5_000);

        assertThat(failures.waitMillis("a")).isEqualTo(10_000);
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            failures.failed(address);
        }
    }
}
