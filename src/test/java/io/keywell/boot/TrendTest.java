package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrendTest {

    private final Trend trend = new Trend();

    private double read(double value, long second) {
        return trend.secondsToZero(value, TimeUnit.SECONDS.toNanos(second));
    }

    @Test
    void whatFallsEvenlyIsEmptyWhenTheLineSaysSo() {
        double seconds = 0;
        for (int second = 0; second <= 60; second += 2) {
            seconds = read(1_000 - 5 * second, second);
        }

        assertThat(seconds).isCloseTo(700 / 5.0, within(1.0));
    }

    @Test
    void whatDoesNotFallIsNeverEmpty() {
        assertThat(read(100, 0)).isInfinite();
        assertThat(read(100, 2)).isInfinite();
        assertThat(read(120, 4)).isInfinite();
    }

    @Test
    void whatIsEmptyIsEmptyNow() {
        read(10, 0);

        assertThat(read(0, 2)).isZero();
    }
}
