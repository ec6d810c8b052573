package io.keywell.quota.lease;

import static io.keywell.quota.lease.TestCluster.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.lease.TestCells.Line;
import io.keywell.quota.lease.TestCluster.Node;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many may be out at once, over the replicas together. */
class SeatsTest {

    private static final Limit TWELVE = new Limit(Dimension.CONCURRENT, 12, Window.SLIDING);

    private final TestCluster cluster = new TestCluster(MemoryCells.settled(TestCluster.START));
    private final Node one = cluster.node();
    private final Node two = cluster.node();

    private static List<Permit> take(QuotaAccount account, int most) {
        List<Permit> out = new ArrayList<>();
        while (out.size() < most && account.tryAcquire(ONE) instanceof Permit permit) {
            out.add(permit);
        }
        return out;
    }

    @Test
    void replicasTogetherNeverHaveMoreOutThanTheLimit() {
        List<Permit> out = take(one.account(TWELVE), 100);
        assertThat(out).hasSize(12);
        assertThat(take(two.account(TWELVE), 1)).isEmpty();
        out.remove(0).settle(1, 1);
        cluster.pass(3_000);
        assertThat(take(two.account(TWELVE), 100))
                .as("who is short gets what others have to spare")
                .hasSize(1);
    }

    @Test
    void whatIsNotUsedIsGivenBackAfterASecondOrTwo() {
        List<Permit> out = take(one.account(TWELVE), 100);
        out.forEach(permit -> permit.settle(1, 1));
        cluster.pass(4_500);
        assertThat(take(two.account(TWELVE), 100)).hasSize(12);
    }

    @Test
    void aRequestOfABusyReplicaCostsNoOperation() {
        QuotaAccount account = one.account(new Limit(Dimension.CONCURRENT, 100, Window.SLIDING));
        List<Permit> out = take(account, 10);
        int before = one.connection.operations;
        for (int i = 0; i < 1_000; i++) {
            out.remove(0).settle(1, 1);
            out.addAll(take(account, 1));
        }
        assertThat(out).hasSize(10);
        assertThat(one.connection.operations).isEqualTo(before);
    }

    @Test
    void whatADeadReplicaHeldIsFreeWhenItWasNotHeardOfForLong() {
        assertThat(take(one.account(TWELVE), 8)).hasSize(8);
        one.frozen = true;
        cluster.pass(14_000);
        assertThat(take(two.account(TWELVE), 100).size()).isLessThanOrEqualTo(4);
        cluster.pass(4_000);
        assertThat(take(two.account(TWELVE), 100).size()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void aReplicaThatWasNotHeardOfAdmitsNothingMoreEvenIfItHasSeats() {
        QuotaAccount account = one.account(TWELVE);
        List<Permit> out = take(account, 8);
        one.connection.line = Line.DEAD;
        cluster.pass(13_000);
        out.forEach(permit -> permit.settle(1, 1));
        assertThat(take(account, 1)).as("within its time").hasSize(1);
        cluster.pass(3_000);
        assertThat(take(account, 1)).isEmpty();
        one.connection.line = Line.FINE;
        cluster.pass(1_500);
        assertThat(take(account, 100)).hasSize(11);
    }

    @Test
    void ofASmallLimitEachRequestTakesItsOwnSeat() {
        Limit three = new Limit(Dimension.CONCURRENT, 3, Window.SLIDING);
        List<Permit> first = take(one.account(three), 2);
        List<Permit> second = take(two.account(three), 5);
        assertThat(first.size() + second.size()).isEqualTo(3);
        first.get(0).release();
        cluster.pass(2_500);
        assertThat(take(two.account(three), 5)).hasSize(1);
    }
}
