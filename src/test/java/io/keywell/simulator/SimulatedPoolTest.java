package io.keywell.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.simulator.PoolReport.Spending;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.Verdict.Admitted;
import io.keywell.simulator.Verdict.Refused;
import io.keywell.simulator.Verdict.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SimulatedPoolTest {

    private final TurnableClock clock = new TurnableClock();

    private SimulatedPool pool(PoolLimits limits) {
        return new SimulatedPool(
                "openai", PoolSettings.of("org", limits, "key-one", "key-two"), new SimulatedTime(clock));
    }

    private static PoolLimits limits(long requests, long tokens, long day, long concurrent, boolean countRefused) {
        return new PoolLimits(LimiterKind.SLIDING, requests, tokens, day, concurrent, countRefused);
    }

    private static Refused refused(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Rejected.class);
        return ((Rejected) verdict).why();
    }

    private static Spending spending(SimulatedPool pool, String dimension) {
        return pool.report().spending().stream()
                .filter(spending -> spending.dimension().equals(dimension))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keysOfAPoolSpendTheSameLimitAndSeeOneCountdown() {
        SimulatedPool pool = pool(limits(3, 100, 0, 0, false));
        List<Long> requests = new ArrayList<>();
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Standing standing =
                    pool.admit(pool.keys().get(i % 2), Charge.ofInput(20)).standing();
            requests.add(standing.requests().remaining());
            tokens.add(standing.tokens().remaining());
        }
        assertThat(requests).containsExactly(2L, 1L, 0L);
        assertThat(tokens).containsExactly(80L, 60L, 40L);
        assertThat(refused(pool.admit(pool.keys().get(0), Charge.ofInput(20))).dimension())
                .isEqualTo("requests per min (RPM)");
        assertThat(refused(pool.admit(pool.keys().get(1), Charge.ofInput(20))).waitMillis())
                .isEqualTo(60_000);
    }

    @Test
    void aRefusedRequestCountsAndTheHintKnowsIt() {
        SimulatedPool pool = pool(limits(2, 0, 0, 0, true));
        SimulatedKey key = pool.keys().get(0);
        pool.admit(key, Charge.ofInput(1));
        clock.turn(Duration.ofSeconds(10));
        pool.admit(key, Charge.ofInput(1));
        clock.turn(Duration.ofSeconds(10));
        long wait = refused(pool.admit(key, Charge.ofInput(1))).waitMillis();
        assertThat(wait).isEqualTo(50_000);
        clock.turn(Duration.ofMillis(wait - 1));
        assertThat(pool.admit(key, Charge.ofInput(1))).isInstanceOf(Rejected.class);
        clock.turn(Duration.ofSeconds(60));
        assertThat(pool.admit(key, Charge.ofInput(1))).isInstanceOf(Admitted.class);
    }

    @Test
    void aRefusedRequestLeavesNoTraceWhereItDoesNotCount() {
        SimulatedPool pool = pool(limits(2, 10, 0, 0, false));
        SimulatedKey key = pool.keys().get(0);
        pool.admit(key, Charge.ofInput(10));
        for (int i = 0; i < 100; i++) {
            assertThat(refused(pool.admit(key, Charge.ofInput(1))).dimension()).isEqualTo("tokens per min (TPM)");
        }
        clock.turn(Duration.ofMinutes(1));
        assertThat(pool.admit(key, Charge.ofInput(10))).isInstanceOf(Admitted.class);
    }

    @Test
    void whatIsLargerThanTheLimitNeverFits() {
        SimulatedPool pool = pool(limits(10, 100, 0, 0, true));
        assertThat(refused(pool.admit(pool.keys().get(0), Charge.ofInput(101))).waitMillis())
                .isEqualTo(Refused.NEVER);
        assertThat(pool.admit(pool.keys().get(0), Charge.ofInput(100))).isInstanceOf(Admitted.class);
    }

    @Test
    void theLongestOfTheWaitsIsTold() {
        SimulatedPool pool = pool(limits(1, 0, 1, 0, false));
        pool.admit(pool.keys().get(0), Charge.ofInput(1));
        Refused why = refused(pool.admit(pool.keys().get(0), Charge.ofInput(1)));
        assertThat(why.dimension()).isEqualTo("requests per day (RPD)");
        assertThat(why.waitMillis()).isEqualTo(Duration.ofDays(1).toMillis());
    }

    @Test
    void placesAtATimeAreFreeWhenAnAnswerEnds() {
        SimulatedPool pool = pool(limits(0, 0, 0, 1, true));
        SimulatedKey key = pool.keys().get(0);
        assertThat(pool.admit(key, Charge.ofInput(1))).isInstanceOf(Admitted.class);
        assertThat(refused(pool.admit(key, Charge.ofInput(1))).waitMillis()).isEqualTo(Refused.UNKNOWN);
        pool.leave();
        assertThat(pool.admit(key, Charge.ofInput(1))).isInstanceOf(Admitted.class);
        assertThat(pool.report().flight()).isEqualTo(new PoolReport.Flight(1, 1, 1));
    }

    @Test
    void whatWasPaidForIsSpentAndMayBePaidForAgain() {
        PoolSettings settings =
                PoolSettings.of("org", limits(0, 0, 0, 0, true), "key-one").prepaid(10);
        SimulatedPool pool = new SimulatedPool("openai", settings, new SimulatedTime(clock));
        SimulatedKey key = pool.keys().get(0);

        assertThat(pool.admit(key, new Charge(5, 4))).isInstanceOf(Admitted.class);
        assertThat(pool.admit(key, new Charge(5, 4))).isInstanceOf(Admitted.class);
        assertThat(pool.admit(key, Charge.ofInput(1))).isInstanceOf(Verdict.Broke.class);
        assertThat(pool.balance()).contains("\"is_available\":false", "\"total_balance\":\"0.00\"");

        pool.topUp(2_345_678, 0);
        assertThat(pool.report().creditTokens()).isEqualTo(2_345_678);
        assertThat(pool.balance()).contains("\"is_available\":true", "\"total_balance\":\"2.34\"");
        assertThat(pool.admit(key, Charge.ofInput(1))).isInstanceOf(Admitted.class);
    }

    @Test
    void newMoneyIsKnownToEachSecondCallAtFirst() {
        PoolSettings settings =
                PoolSettings.of("org", limits(0, 0, 0, 0, true), "key-one").prepaid(1);
        SimulatedPool pool = new SimulatedPool("openai", settings, new SimulatedTime(clock));
        SimulatedKey key = pool.keys().get(0);
        pool.admit(key, Charge.ofInput(1));
        pool.topUp(1_000, 60_000);

        List<Boolean> admitted = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            admitted.add(pool.admit(key, Charge.ofInput(1)) instanceof Admitted);
        }
        clock.turn(Duration.ofMinutes(1));
        for (int i = 0; i < 2; i++) {
            admitted.add(pool.admit(key, Charge.ofInput(1)) instanceof Admitted);
        }

        assertThat(admitted).containsExactly(false, true, false, true, true, true);
    }

    @Test
    void theArbiterSeesWhatAFixedWindowLetsThroughAroundTheMinute() {
        SimulatedPool pool = pool(new PoolLimits(LimiterKind.FIXED, 5, 0, 0, 0, true));
        clock.turn(Duration.ofSeconds(59));
        for (int i = 0; i < 5; i++) {
            pool.admit(pool.keys().get(0), Charge.ofInput(7));
        }
        clock.turn(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            pool.admit(pool.keys().get(1), Charge.ofInput(7));
        }
        assertThat(spending(pool, "requests_per_minute")).isEqualTo(new Spending("requests_per_minute", 5, 10, 5, 10));
        assertThat(spending(pool, "tokens_per_minute")).isEqualTo(new Spending("tokens_per_minute", 0, 70, 35, 70));
    }

    @Test
    void aResetForgetsTheFiguresButNotWhatTheWindowHolds() {
        SimulatedPool pool = pool(limits(10, 0, 0, 0, true));
        for (int i = 0; i < 4; i++) {
            pool.admit(pool.keys().get(0), Charge.ofInput(1));
        }
        pool.resetStatistics();
        assertThat(spending(pool, "requests_per_minute").worst()).isZero();
        pool.admit(pool.keys().get(0), Charge.ofInput(1));
        assertThat(spending(pool, "requests_per_minute")).isEqualTo(new Spending("requests_per_minute", 10, 5, 5, 1));
        assertThat(pool.report().flight().now()).isEqualTo(5);
        assertThat(pool.report().totals()).isEqualTo(new PoolReport.Totals(1, 0, 0));
    }

    @Test
    void nothingIsMiscountedWhenManyThreadsAskAtOnce() throws Exception {
        SimulatedPool pool = pool(limits(5_000, 0, 0, 0, true));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> admitted = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            SimulatedKey key = pool.keys().get(t % 2);
            admitted.add(threads.submit(() -> {
                start.await();
                int count = 0;
                for (int i = 0; i < 2_000; i++) {
                    if (pool.admit(key, Charge.ofInput(3)) instanceof Admitted) {
                        count++;
                        pool.leave();
                    }
                }
                return count;
            }));
        }
        start.countDown();
        int sum = 0;
        for (Future<Integer> count : admitted) {
            sum += count.get();
        }
        threads.shutdown();
        assertThat(sum).isEqualTo(5_000);
        assertThat(pool.report().totals()).isEqualTo(new PoolReport.Totals(5_000, 3_000, 0));
        assertThat(pool.report().flight().now()).isZero();
        assertThat(spending(pool, "requests_per_minute").worst()).isEqualTo(5_000);
        assertThat(spending(pool, "tokens_per_minute").total()).isEqualTo(15_000);
        long byKeys = pool.report().keys().stream()
                .mapToLong(key -> key.totals().admitted() + key.totals().refused())
                .sum();
        assertThat(byKeys).isEqualTo(8_000);
    }
}
