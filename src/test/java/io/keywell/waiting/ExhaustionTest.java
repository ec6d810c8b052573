package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.waiting.Crowd.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exhaustion benchmark in virtual time: two minutes to settle, ten that count. */
class ExhaustionTest {

    private static final long SEED = 20_260_727;
    private static final long SETTLE = 120_000;
    private static final long COUNTED = 600_000;

    @ParameterizedTest(name = "load {0}, {1} per minute and pool, patience {2} ms, network {3} ms")
    @CsvSource({
        "0.8, 60, 30000, 30",
        "1.0, 60, 30000, 30",
        "1.2, 60, 30000, 30",
        "2.0, 60, 30000, 30",
        "2.0, 60, 30000, 0",
        "2.0, 60, 5000, 30",
        "1.2, 120, 0, 30",
        "2.0, 60, 0, 30",
        "2.0, 15, 30000, 30",
        "2.0, 240, 30000, 30",
    })
    void quotaIsUsedSharedAndPromisesAreKept(double load, int limit, long patience, int network) {
        Crowd crowd = new Crowd(SEED, limit);
        crowd.patienceMillis = patience;
        crowd.networkMillis = network;
        double capacity = crowd.capacityPerSecond();
        for (int i = 0; i < 4; i++) {
            crowd.join("consumer-" + i, 1, capacity * load / 4);
        }

        double used = usedWhileCounting(crowd);

        report("load " + load + ", " + limit + "/min/pool, patience " + patience, crowd, used);
        if (load < 1) {
            assertThat(crowd.refused()).isZero();
        } else {
            assertThat(used).isGreaterThanOrEqualTo(0.97);
        }
        assertThat(crowd.jain()).isGreaterThanOrEqualTo(0.98);
        assertThat(crowd.kept()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void withoutFingerprintsPromisesAreKeptToThoseWhoComeOnTime() {
        Crowd crowd = new Crowd(SEED, 60);
        crowd.fingerprints = false;
        crowd.networkMillis = 0;
        for (int i = 0; i < 4; i++) {
            crowd.join("consumer-" + i, 1, crowd.capacityPerSecond() / 2);
        }

        double used = usedWhileCounting(crowd);

        report("load 2.0, no fingerprints", crowd, used);
        assertThat(used).isGreaterThanOrEqualTo(0.97);
        assertThat(crowd.kept()).isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest(name = "{0} callers each, over 240 per minute")
    @ValueSource(ints = {80, 120, 300})
    void callersWhoCallAgainAtOnceShareTheSame(int callers) {
        Crowd crowd = new Crowd(SEED, 60);
        for (int i = 0; i < 4; i++) {
            crowd.joinClosed("consumer-" + i, 1, callers);
        }

        double used = usedWhileCounting(crowd);

        report(callers + " callers each who call again at once", crowd, used);
        assertThat(used).isGreaterThanOrEqualTo(0.97);
        assertThat(crowd.jain()).isGreaterThanOrEqualTo(0.98);
        assertThat(crowd.kept()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void weightsAreHonouredUnderSaturation() {
        Crowd crowd = new Crowd(SEED, 60);
        for (int weight : new int[] {1, 2, 4, 8}) {
            crowd.joinClosed("weight-" + weight, weight, 300);
        }

        double used = usedWhileCounting(crowd);

        report("weights 1 2 4 8, 300 callers each", crowd, used);
        for (Member member : crowd.members) {
            double fair = crowd.capacityPerSecond() * COUNTED / 1_000 * member.weight / 15;
            assertThat(member.served / fair).as(member.name).isBetween(0.95, 1.05);
        }
        assertThat(used).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void aFloodCostsNobodyElseARefusal() {
        Crowd crowd = flooded(10, 30_000);

        assertThat(crowd.members.subList(1, 4)).allSatisfy(member -> {
            assertThat(member.refused).isZero();
            assertThat(member.served).isGreaterThan((long) (0.9 * member.callsPerSecond * COUNTED / 1_000));
        });
    }

    @Test
    void aFloodDoesNotPushThePromisesOfOthersOut() {
        Crowd crowd = flooded(10, 5_000);

        assertThat(crowd.members.subList(1, 4)).allSatisfy(member -> {
            assertThat(member.toldToWait).isNotEmpty().allMatch(seconds -> seconds <= 62);
            assertThat(member.kept()).isGreaterThanOrEqualTo(0.99);
        });
    }

    /** Three consumers who want a fifth of the capacity each, and from the second minute on one who wants far more. */
    private static Crowd flooded(double times, long patience) {
        Crowd crowd = new Crowd(SEED, 60);
        crowd.patienceMillis = patience;
        Member flood = crowd.join("flood", 1, 0.01);
        for (int i = 0; i < 3; i++) {
            crowd.join("modest-" + i, 1, crowd.capacityPerSecond() * 0.2);
        }
        crowd.run(60_000);
        flood.callsPerSecond = crowd.capacityPerSecond() * times;
        flood.planNext();

        double used = usedWhileCounting(crowd);

        report("flood of " + times + " times the capacity, patience " + patience, crowd, used);
        assertThat(used).isGreaterThanOrEqualTo(0.97);
        return crowd;
    }

    @Test
    void refusedCallersWhoNeverReturnCostNobodyARefusalInTheCalmThatFollows() {
        Crowd crowd = new Crowd(SEED, 60);
        crowd.refusedReturn = false;
        double capacity = crowd.capacityPerSecond();
        for (int i = 0; i < 4; i++) {
            crowd.join("consumer-" + i, 1, capacity / 2);
        }
        double used = usedWhileCounting(crowd);
        report("load 2.0, refused callers never return", crowd, used);
        assertThat(used).isGreaterThanOrEqualTo(0.97);

        crowd.members.forEach(member -> member.callsPerSecond = capacity * 0.8 / 4);
        crowd.run(60_000);
        crowd.startCounting();
        crowd.run(COUNTED);

        report("the calm after it", crowd, 0.8);
        assertThat(crowd.refused()).isZero();
    }

    private static double usedWhileCounting(Crowd crowd) {
        crowd.run(SETTLE);
        crowd.startCounting();
        long before = crowd.grants();
        crowd.run(COUNTED);
        return (crowd.grants() - before) / (crowd.capacityPerSecond() * COUNTED / 1_000);
    }

    private static void report(String what, Crowd crowd, double used) {
        long[] waits = crowd.waits();
        long[] retryWaits = crowd.retryWaits();
        System.out.printf(
                "%s (seed %d): used %.3f, jain %.4f, refused %d, retries %d of which admitted %.4f,"
                        + " wait p50 %d p99 %d ms, of retries p50 %d p99 %d ms%n",
                what,
                SEED,
                used,
                crowd.jain(),
                crowd.refused(),
                crowd.retries(),
                crowd.kept(),
                Crowd.percentile(waits, 50),
                Crowd.percentile(waits, 99),
                Crowd.percentile(retryWaits, 50),
                Crowd.percentile(retryWaits, 99));
    }
}
