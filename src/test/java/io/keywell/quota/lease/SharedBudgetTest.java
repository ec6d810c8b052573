package io.keywell.quota.lease;

import static io.keywell.quota.lease.TestCluster.KEY;
import static io.keywell.quota.lease.TestCluster.denied;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.catalog.Window.Period;
import io.keywell.core.Dimension;
import io.keywell.quota.Decision;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.lease.TestCluster.Node;
import io.keywell.quota.rule.Precision;
import io.keywell.quota.rule.SharedCell;
import io.keywell.quota.rule.WindowCount;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One budget that several replicas spend. */
class SharedBudgetTest {

    private static final long BUDGET = 50_000_000_000L;
    private static final long APRIL = Instant.parse("2026-04-01T00:00:00Z").toEpochMilli();

    private final TestCluster cluster = new TestCluster(MemoryCells.settled(TestCluster.START));

    private static Limit budget(long micros, Period period) {
        return new Limit(Dimension.BUDGET, micros, new Window.Calendar(period, ZoneId.of("UTC")));
    }

    /** Each call costs at most what it reserved. The random sizes come from the seed in the test's name. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void twoReplicasNeverSpendMoreThanThereIsAndCanSpendNearlyAll(long seed) {
        Random random = new Random(seed);
        Node one = cluster.node();
        Node two = cluster.node();
        List<QuotaAccount> accounts =
                List.of(one.account(budget(BUDGET, Period.MONTH)), two.account(budget(BUDGET, Period.MONTH)));
        long spent = 0;
        int refusedInARow = 0;
        while (refusedInARow < 400) {
            long reserved = 1 + random.nextLong(BUDGET / 100);
            Decision decision = accounts.get(random.nextInt(2)).tryAcquire(new Need(reserved, 0, false));
            if (decision instanceof Permit permit) {
                refusedInARow = 0;
                long cost = random.nextLong(reserved);
                spent += cost;
                permit.settle(cost, 0);
            } else {
                refusedInARow++;
            }
            cluster.pass(random.nextInt(40));
        }
        assertThat(spent).isBetween(BUDGET * 98 / 100, BUDGET);
        long at = denied(accounts.get(0).tryAcquire(new Need(BUDGET / 2, 0, false)))
                .retryAtMillis();
        assertThat(at).isEqualTo(APRIL);
    }

    @ParameterizedTest
    @EnumSource(Period.class)
    void aCellKeepsItsCalendarOnTheWire(Period period) {
        SharedCell cell = SharedCell.empty(new Precision(60, 0), 7, TestCluster.START);
        cell.limit(new Limits(List.of(budget(BUDGET, period))));
        WindowCount before = cell.find(Dimension.BUDGET);
        before.lease(BUDGET - 5, false);

        WindowCount after =
                SharedCell.decode(cell.encode(1, 1), new Precision(60, 0)).find(Dimension.BUDGET);

        assertThat(after.shape()).isEqualTo(before.shape());
        assertThat(after.limit()).isEqualTo(BUDGET);
        assertThat(after.free()).isEqualTo(5);
    }

    @Test
    void aMonthIsCountedOnFromWhatReplicasRememberOfALostState() {
        Node node = cluster.node();
        QuotaAccount account = node.account(budget(100, Period.MONTH));
        for (int i = 0; i < 60; i++) {
            assertThat(account.tryAcquire(new Need(1, 0, false))).isInstanceOf(Permit.class);
        }
        cluster.pass(2_000);
        cluster.cells.clear();
        cluster.pass(3_000);
        assertThat(node.drain(account)).as("it waits for others that remember").isZero();
        cluster.pass(65_000);
        // What was handed back just before may be counted as used: that is the safe side.
        int left = 0;
        while (account.tryAcquire(new Need(1, 0, false)) instanceof Permit) {
            left++;
        }
        assertThat(left).isBetween(37, 40);
    }

    @Test
    void aMonthOfWhichNobodyKnowsAnythingIsNotClosedToItsEnd() {
        Node one = cluster.node();
        one.account(budget(100, Period.MONTH)).tryAcquire(new Need(60, 0, false));
        cluster.pass(2_000);
        one.store.close();
        cluster.cells.clear();
        cluster.pass(10);
        Node fresh = cluster.node();
        QuotaAccount account = fresh.store.account(KEY, new Limits(List.of(budget(100, Period.MONTH))));
        account.tryAcquire(new Need(1, 0, false));
        cluster.pass(70_000);

        assertThat(account.tryAcquire(new Need(60, 0, false))).isInstanceOf(Permit.class);
    }
}
