package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.waiting.Cluster.Member;
import io.keywell.waiting.SharedPool.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fair shares over three replicas together, behind a load balancer that spreads callers unevenly, in virtual time. Notes
 * come 50 to 250 ms late, and one of ten never.
 */
class ReplicasTest {

    private static final long SEED = 20_260_728;
    private static final long SETTLE = 120_000;
    private static final long COUNTED = 240_000;
    private static final long TEN_MINUTES = 600_000;
    private static final int SEEDS = 4;
    private static final double WITHIN = 0.05;

    private static final Shape STEADY = new Shape(40, 1_000, 1_000);
    private static final Shape SLIDING = new Shape(400, 20_000, 250);
    private static final Shape BURSTS = new Shape(240, 30_000, 1_000);

    @ParameterizedTest(name = "weights {0}, {1}, {2}")
    @CsvSource({"1, 1, 1", "4, 1, 16", "4, 16, 1", "1, 4, 16", "16, 1, 4", "16, 4, 1"})
    void sharesHoldOverAllReplicasByWeight(int a, int b, int c) {
        for (Shape shape : List.of(STEADY, SLIDING, BURSTS)) {
            Cluster three = skewed(3, true, shape, a, b, c);
            Cluster one = skewed(1, true, shape, a, b, c);

            double used = used(three, COUNTED);
            report("weights " + a + " " + b + " " + c + ", " + shape, three, used);
            double usedByOne = used(one, COUNTED);
            assertThat(worst(three)).isLessThan(WITHIN);
            assertThat(used).isGreaterThan(usedByOne - 0.02);
            assertThat(longestWait(three)).isLessThan(2 * longestWait(one));
        }
    }

    /**
     * With the store itself, as exact as it is and as late: nearly all of a minute's requests are served in its first second,
     * before any note about it has come. What one minute gets wrong the next ones make up for.
     */
    @ParameterizedTest(name = "{0} replicas, weights {1}, {2}, {3}, {4}")
    @CsvSource({
        "3, 1, 1, 1, SLIDING",
        "3, 4, 1, 16, SLIDING",
        "3, 16, 4, 1, SLIDING",
        "2, 4, 1, 16, SLIDING",
        "3, 1, 1, 1, FIXED",
        "3, 4, 1, 16, FIXED",
        "3, 1, 4, 16, FIXED",
        "3, 16, 1, 4, FIXED",
        "2, 1, 1, 1, FIXED",
        "2, 4, 1, 16, FIXED"
    })
    void sharesHoldWithRealLeases(int rooms, int a, int b, int c, String window) {
        Limit limit =
                new Limit(Dimension.REQUESTS_PER_MINUTE, 2_400, window.equals("FIXED") ? Window.FIXED : Window.SLIDING);
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            long leases = seed;
            Cluster cluster = new Cluster(seed, rooms, true, stage -> new LeasedPool(stage, leases, limit));
            skewed(cluster, 300, a, b, c).settle(SETTLE);

            double used = used(cluster, TEN_MINUTES);
            report(rooms + " rooms, real leases, weights " + a + " " + b + " " + c + ", " + window, cluster, used);
            assertThat(worst(cluster)).as("seed %d", seed).isLessThan(WITHIN);
            assertThat(used).isGreaterThan(0.95);
        }
    }

    @Test
    void withoutNotesSharesDoNotHold() {
        Cluster cluster = skewed(3, false, STEADY, 4, 1, 16);

        report("no notes, weights 4 1 16", cluster, used(cluster, COUNTED));
        assertThat(worst(cluster)).isGreaterThan(1);
    }

    @Test
    void consumersWithoutAReplicaInCommonShareTheSame() {
        Cluster cluster = new Cluster(SEED, 3, true, STEADY);
        cluster.patienceMillis = 400_000;
        cluster.callers("a", 1, 100, 0);
        cluster.callers("b", 1, 300, 1);
        cluster.callers("c", 2, 200, 1, 2);
        cluster.settle(SETTLE);

        report("nobody in common with a", cluster, used(cluster, COUNTED));
        assertThat(worst(cluster)).isLessThan(WITHIN);
    }

    @Test
    void whoWantsLessThanItsShareGetsAllOfItAndTheOthersShareTheRest() {
        Cluster cluster = new Cluster(SEED, 3, true, STEADY);
        Member modest = cluster.arrivals("modest", 4, 8, 0, 2);
        Member one = cluster.callers("one", 1, 100, 0);
        Member other = cluster.callers("other", 1, 100, 1, 2);
        cluster.patienceMillis = 60_000;
        cluster.settle(SETTLE);

        report("modest wants 8 of 40 a second", cluster, used(cluster, COUNTED));
        assertThat(modest.served).isGreaterThan(modest.called - 20);
        assertThat(modest.longestMillis).isLessThan(2_000);
        double half = (one.served + other.served) / 2.0;
        assertThat(one.served / half).isCloseTo(1, Offset.offset(WITHIN));
    }

    @Test
    void whoWasIdleHasSavedNothingUp() {
        Cluster cluster = new Cluster(SEED, 3, true, STEADY);
        cluster.patienceMillis = 400_000;
        cluster.callers("a", 1, 100, 0, 1);
        cluster.callers("b", 1, 100, 1, 2);
        cluster.settle(SETTLE);
        Member late = cluster.callers("late", 1, 100, 0, 2);
        cluster.settle(10_000);

        report("one came late", cluster, used(cluster, 30_000));
        assertThat(worst(cluster)).isLessThan(WITHIN);
        assertThat(late.served).isPositive();
    }

    @Test
    void aReplicaThatCrashesTakesNobodysShareWithIt() {
        Cluster cluster = skewed(3, true, STEADY, 1, 4, 16);
        cluster.stage.pass(20_000);
        cluster.replicas.get(1).crash();
        cluster.settle(10_000);

        report("one of three crashed", cluster, used(cluster, COUNTED));
        assertThat(worst(cluster)).isLessThan(WITHIN);
    }

    @Test
    void whileNotesAreCutOffEachReplicaIsFairByItselfAndLaterAllAreAgain() {
        Cluster cluster = new Cluster(SEED, 3, true, STEADY);
        cluster.patienceMillis = 400_000;
        cluster.callers("a", 1, 200, 0, 1, 2);
        cluster.callers("b", 1, 200, 0, 1, 2);
        cluster.callers("c", 1, 200, 0);
        cluster.settle(SETTLE);
        cluster.post.cut = true;
        cluster.settle(5_000);

        double used = used(cluster, 60_000);
        report("cut off", cluster, used);
        assertThat(used).isGreaterThan(0.97);
        double ofA = cluster.members.get(0).served;
        assertThat(cluster.members.get(1).served / ofA).isCloseTo(1, Offset.offset(WITHIN));
        cluster.members.forEach(
                member -> assertThat(member.served).as(member.name).isPositive());

        cluster.post.cut = false;
        cluster.settle(10_000);
        report("together again", cluster, used(cluster, COUNTED));
        assertThat(worst(cluster)).isLessThan(WITHIN);
    }

    @Test
    void hundredsOfConsumersFitIntoSmallNotes() {
        Cluster cluster = new Cluster(SEED, 3, true, new Shape(400, 1_000, 1_000));
        cluster.patienceMillis = 400_000;
        for (int i = 0; i < 400; i++) {
            cluster.callers("consumer-" + i, 1, 6, i % 4 == 0 ? new int[] {0} : new int[] {0, 1, 2});
        }
        cluster.settle(SETTLE);

        double used = used(cluster, 60_000);
        double atOne = ofEach(cluster, 0);
        double atAll = (ofEach(cluster, 1) + ofEach(cluster, 2) + ofEach(cluster, 3)) / 3;
        System.out.printf(
                "400 consumers: at one replica %.1f each, at all %.1f, used %.3f, a note %d bytes%n",
                atOne, atAll, used, cluster.post.bytes / cluster.post.published);
        assertThat(atOne / atAll).isCloseTo(1, Offset.offset(WITHIN));
        assertThat(cluster.post.bytes / cluster.post.published).isLessThan(5_000);
    }

    @ParameterizedTest(name = "at another replica: {0}")
    @ValueSource(booleans = {false, true})
    void retriesAtTheStatedTimeAreAdmitted(boolean atAnotherReplica) {
        Cluster cluster = new Cluster(SEED, 3, true, STEADY);
        cluster.retriesStray = atAnotherReplica;
        cluster.callers("a", 1, 400, 0, 1, 2);
        cluster.callers("b", 1, 400, 0);
        cluster.callers("c", 1, 400, 1, 2);
        cluster.settle(SETTLE);

        report("refused callers return", cluster, used(cluster, COUNTED));
        long retries = cluster.members.stream().mapToLong(m -> m.retries).sum();
        long kept = cluster.members.stream().mapToLong(m -> m.retriesServed).sum();
        assertThat(worst(cluster)).isLessThan(WITHIN);
        assertThat(retries).isGreaterThan(1_000);
        assertThat((double) kept / retries).isGreaterThanOrEqualTo(0.99);
    }

    private static double ofEach(Cluster cluster, int remainder) {
        List<Long> served = new ArrayList<>();
        for (int i = remainder; i < cluster.members.size(); i += 4) {
            served.add(cluster.members.get(i).served);
        }
        return served.stream().mapToLong(Long::longValue).average().orElseThrow();
    }

    /** Consumer a calls everywhere, b at one replica, c at the two others; all want more than there is. */
    private static Cluster skewed(int rooms, boolean together, Shape shape, int a, int b, int c) {
        return skewed(new Cluster(SEED, rooms, together, shape), 100, a, b, c);
    }

    /** @param callers of a consumer for each unit of its weight */
    private static Cluster skewed(Cluster cluster, int callers, int a, int b, int c) {
        int rooms = cluster.replicas.size();
        cluster.patienceMillis = 400_000;
        cluster.callers("a", a, callers * a, IntStream.range(0, rooms).toArray());
        cluster.callers("b", b, callers * b, 0);
        cluster.callers(
                "c",
                c,
                callers * c,
                IntStream.range(Math.min(1, rooms - 1), rooms).toArray());
        cluster.settle(SETTLE);
        return cluster;
    }

    /** The part of the capacity that is used in the time that passes. */
    private static double used(Cluster cluster, long millis) {
        long before = cluster.pool.used();
        cluster.stage.pass(millis);
        return (cluster.pool.used() - before) / cluster.pool.capacity() / millis;
    }

    private static long longestWait(Cluster cluster) {
        return cluster.members.stream()
                .mapToLong(member -> member.longestMillis)
                .max()
                .orElseThrow();
    }

    /** How far the worst is from its fair part of all that was served. */
    private static double worst(Cluster cluster) {
        return cluster.members.stream()
                .mapToDouble(member -> Math.abs(ofFair(cluster, member) - 1))
                .max()
                .orElseThrow();
    }

    private static double ofFair(Cluster cluster, Member member) {
        double weights = cluster.members.stream().mapToDouble(m -> m.weight).sum();
        return member.served / (cluster.served() * member.weight / weights);
    }

    private static void report(String what, Cluster cluster, double used) {
        StringBuilder text = new StringBuilder();
        for (Member member : cluster.members) {
            text.append(String.format(
                    Locale.ROOT,
                    " %s %.3f (wait up to %d ms, %d of %d retries)",
                    member.name,
                    ofFair(cluster, member),
                    member.longestMillis,
                    member.retriesServed,
                    member.retries));
        }
        System.out.printf("%s: of the fair share%s; used %.3f%n", what, text, used);
    }
}
