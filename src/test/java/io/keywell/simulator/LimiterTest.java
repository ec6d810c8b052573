package io.keywell.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimiterTest {

    private static final long MINUTE = 60_000;
    private static final long START = TurnableClock.START;

    @ParameterizedTest
    @EnumSource(LimiterKind.class)
    void countsDownAndSaysWhenTheNextFits(LimiterKind kind) {
        Limiter limiter = kind.create(3, MINUTE);
        for (int left = 3; left > 0; left--) {
            assertThat(limiter.remaining(START)).isEqualTo(left);
            assertThat(limiter.waitFor(1, START)).isZero();
            limiter.take(1, START);
        }
        assertThat(limiter.remaining(START)).isZero();
        assertThat(limiter.resetIn(START)).isEqualTo(MINUTE);
        long wait = limiter.waitFor(1, START);
        assertThat(wait).isEqualTo(kind == LimiterKind.BUCKET ? 20_000 : MINUTE);
        assertThat(limiter.waitFor(1, START + wait - 1)).isEqualTo(1);
        assertThat(limiter.waitFor(1, START + wait)).isZero();
    }

    @Test
    void aSlidingLimitForgetsEachRequestAfterAMinuteOfItsOwn() {
        Limiter limiter = LimiterKind.SLIDING.create(2, MINUTE);
        limiter.take(1, START);
        limiter.take(1, START + 30_000);
        assertThat(limiter.waitFor(1, START + 40_000)).isEqualTo(20_000);
        assertThat(limiter.waitFor(2, START + 40_000)).isEqualTo(50_000);
        assertThat(limiter.remaining(START + 59_999)).isZero();
        assertThat(limiter.remaining(START + MINUTE)).isEqualTo(1);
        assertThat(limiter.resetIn(START + MINUTE)).isEqualTo(30_000);
    }

    @Test
    void aSlidingLimitThatIsOverspentWaitsForAllThatIsTooMuch() {
        Limiter limiter = LimiterKind.SLIDING.create(2, MINUTE);
        for (int i = 0; i < 4; i++) {
            limiter.take(1, START + 1_000 * i);
        }
        assertThat(limiter.remaining(START + 3_000)).isZero();
        assertThat(limiter.waitFor(1, START + 3_000)).isEqualTo(59_000);
    }

    @Test
    void aBucketRefillsEvenlyAndNeverOwes() {
        Limiter limiter = LimiterKind.BUCKET.create(6, MINUTE);
        limiter.take(6, START);
        limiter.take(6, START);
        assertThat(limiter.remaining(START + 9_999)).isZero();
        assertThat(limiter.remaining(START + 10_000)).isEqualTo(1);
        assertThat(limiter.remaining(START + 25_000)).isEqualTo(2);
        assertThat(limiter.resetIn(START + 25_000)).isEqualTo(35_000);
        assertThat(limiter.remaining(START + 10 * MINUTE)).isEqualTo(6);
    }

    @Test
    void aFixedLimitStartsAgainAtTheFullMinute() {
        Limiter limiter = LimiterKind.FIXED.create(2, MINUTE);
        limiter.take(2, START + 59_000);
        assertThat(limiter.waitFor(1, START + 59_000)).isEqualTo(1_000);
        assertThat(limiter.remaining(START + MINUTE)).isEqualTo(2);
        assertThat(limiter.resetIn(START + MINUTE)).isZero();
    }

    @Test
    void theLogAgreesWithAPlainListWhateverComes() {
        long seed = 4711;
        Random random = new Random(seed);
        WindowLog log = new WindowLog(1_000);
        Deque<long[]> plain = new ArrayDeque<>();
        long now = START;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(random.nextInt(50) == 0 ? 1_500 : 3);
            long at = now;
            plain.removeIf(entry -> entry[0] <= at - 1_000);
            if (random.nextBoolean()) {
                long amount = 1 + random.nextInt(5);
                log.add(amount, now);
                plain.add(new long[] {now, amount});
            }
            long sum = plain.stream().mapToLong(entry -> entry[1]).sum();
            assertThat(log.sum(now)).as("seed %d, step %d", seed, i).isEqualTo(sum);
            long excess = 1 + random.nextInt(20);
            assertThat(log.untilForgotten(excess, now))
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(untilForgotten(plain, excess, now));
        }
    }

    private static long untilForgotten(Deque<long[]> plain, long excess, long now) {
        long left = excess;
        long wait = 0;
        for (long[] entry : plain) {
            if (left > 0) {
                left -= entry[1];
                wait = entry[0] + 1_000 - now;
            }
        }
        return wait;
    }

    @Test
    void durationsReadAsGoWritesThem() {
        assertThat(GoDuration.format(0)).isEqualTo("0s");
        assertThat(GoDuration.format(12)).isEqualTo("12ms");
        assertThat(GoDuration.format(1_000)).isEqualTo("1s");
        assertThat(GoDuration.format(7_660)).isEqualTo("7.66s");
        assertThat(GoDuration.format(7_005)).isEqualTo("7.005s");
        assertThat(GoDuration.format(7_100)).isEqualTo("7.1s");
        assertThat(GoDuration.format(7_050)).isEqualTo("7.05s");
        assertThat(GoDuration.format(360_000)).isEqualTo("6m0s");
        assertThat(GoDuration.format(179_560)).isEqualTo("2m59.56s");
        assertThat(GoDuration.format(3_600_000)).isEqualTo("1h0m0s");
        assertThat(GoDuration.format(578_016)).isEqualTo("9m38.016s");
    }
}
