package io.keywell.quota.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.quota.lease.Schedule.Plan;
import io.keywell.quota.rule.Precision;
import io.keywell.quota.rule.SharedCell;
import io.keywell.quota.rule.WindowCount;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Replicas, a network that delays, loses and doubles, crashes, restarts, clocks that are apart, state that is lost: from a
 * seed each, with every step held against what must always be so ({@link Arbiter}).
 */
class LeaseModelTest {

    private static final int SCHEDULES = 10_000;

    @Test
    void whateverHappensNoWindowHoldsMoreThanItsLimit() {
        DoubleAdder used = new DoubleAdder();
        DoubleAdder operations = new DoubleAdder();
        LongAdder calm = new LongAdder();
        IntStream.range(0, SCHEDULES).parallel().forEach(seed -> {
            boolean troubled = seed % 4 >= 2;
            double faults = troubled ? 0.05 + seed % 5 * 0.05 : 0.01;
            Schedule schedule = new Schedule(
                    seed,
                    new Plan(
                            seed % 2 == 0,
                            faults,
                            troubled,
                            seed % 16 == 7,
                            seed % 16 >= 14,
                            2.5,
                            troubled ? 90 : 125));
            run(schedule);
            if (!troubled && schedule.isSimple()) {
                used.add(schedule.utilisation(60, 120));
                operations.add(schedule.operationsPerRequest());
                calm.increment();
            }
        });
        double utilisation = used.sum() / calm.sum();
        System.out.printf(
                "%d schedules; %.1f %% of the limit used where one operation of a hundred fails, with %.2f operations a"
                        + " request of limits below one a second%n",
                SCHEDULES, 100 * utilisation, operations.sum() / calm.sum());
        assertThat(utilisation).isGreaterThan(0.95);
    }

    /** A fault of the code has to say from which seed it came. */
    private static void run(Schedule schedule) {
        try {
            schedule.run();
        } catch (RuntimeException e) {
            throw new AssertionError(schedule.name(), e);
        }
    }

    @Test
    void aServerThatTakesTheSameValueForASuccessFindsNoTwoThatAreTheSame() {
        for (int seed = 0; seed < 300; seed++) {
            Schedule schedule = new Schedule(seed, new Plan(seed % 2 == 0, 0.02, false, false, false, 2.5, 100));
            schedule.cluster.retriesBy(FaultyCluster::sameBytes);
            run(schedule);
        }
    }

    @Test
    void withoutANonceSuchAServerLetsTooMuchThroughAndTheArbiterSeesIt() {
        assertThat(overIn(schedule -> schedule.cluster.retriesBy(LeaseModelTest::sameCounts)))
                .as("of 600 schedules")
                .isGreaterThan(5);
    }

    private static int overIn(Consumer<Schedule> breaking) {
        int over = 0;
        for (int seed = 0; seed < 600; seed++) {
            Schedule schedule = new Schedule(seed, new Plan(seed % 2 == 0, 0.02, false, false, false, 4, 100));
            breaking.accept(schedule);
            try {
                schedule.run();
            } catch (AssertionError e) {
                over++;
            }
        }
        return over;
    }

    /** What a value without writer, number and names says. */
    private static boolean sameCounts(byte[] one, byte[] other) {
        return counts(one).equals(counts(other));
    }

    private static List<List<Long>> counts(byte[] value) {
        // The windows are the same with any precision: their shapes are in the value.
        SharedCell cell = SharedCell.decode(value, new Precision(60, 0));
        return IntStream.range(0, cell.windows().length)
                .mapToObj(i -> cell.windows()[i])
                .map(LeaseModelTest::counts)
                .toList();
    }

    private static List<Long> counts(WindowCount window) {
        long newest = window.slot() + 1;
        return IntStream.range(0, 30).mapToObj(back -> window.in(newest - back)).toList();
    }

    @Test
    void countingFirstAndTellingLaterLetsTooMuchThroughAndTheArbiterSeesIt() {
        Limits limits = new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, 300, Window.SLIDING)));
        VirtualTimers time = new VirtualTimers(0);
        Arbiter arbiter = new Arbiter("count, then sync", limits, new Precision(60, 0));
        arbiter.stateLost();
        CountThenSync replicas = new CountThenSync(time, arbiter, 3, 300, 500);

        assertThatThrownBy(() -> replicas.run(new Random(1), 15, 300))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("used in a window");
    }

    @Test
    void aSlidingLimitThatIsAskedForThreeTimesOverIsUsedWholeWithFewOperations() {
        Plan plan = new Plan(false, 0.001, false, false, false, 3, 260);
        Schedule schedule = new Schedule(
                1,
                plan,
                new Limits(List.of(
                        new Limit(Dimension.REQUESTS_PER_MINUTE, 3_000, Window.SLIDING),
                        new Limit(Dimension.TOKENS_PER_MINUTE, 90_000, Window.SLIDING))),
                new Precision(100, 600),
                60,
                30,
                10);
        schedule.sendingNearlyAll().run(1);
        report("sliding, with a guard of a slot", schedule);
        assertThat(schedule.utilisation(60, 240)).isGreaterThan(0.97);
        assertThat(schedule.operationsPerRequest()).isLessThan(0.25);
    }

    @Test
    void aFixedLimitThatIsAskedForThreeTimesOverIsUsedWholeWithFewOperations() {
        Plan plan = new Plan(true, 0.001, false, false, false, 3, 260);
        Schedule schedule = new Schedule(
                1,
                plan,
                new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, 3_000, Window.FIXED))),
                new Precision(60, 0),
                60,
                30,
                10);
        run(schedule);
        report("fixed", schedule);
        assertThat(schedule.utilisation(60, 240)).isGreaterThan(0.995);
        assertThat(schedule.operationsPerRequest()).isLessThan(0.25);
    }

    private static void report(String what, Schedule schedule) {
        System.out.printf(
                "%s: %.1f %% of the limit used, %.3f operations a request%n",
                what, 100 * schedule.utilisation(60, 240), schedule.operationsPerRequest());
    }
}
