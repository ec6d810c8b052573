package io.keywell.quota.lease;

import static io.keywell.quota.lease.TestCluster.ONE;
import static io.keywell.quota.lease.TestCluster.denied;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision.Reason;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.lease.StoreState.Status;
import io.keywell.quota.lease.TestCells.Line;
import io.keywell.quota.lease.TestCluster.Node;
import org.junit.jupiter.api.Test;

/** What holds while the cluster is away, and when it comes back. */
class OutageTest {

    private static final Limit SIXTY = new Limit(Dimension.REQUESTS_PER_MINUTE, 60, Window.FIXED);

    private final TestCluster cluster = new TestCluster(MemoryCells.settled(TestCluster.START));

    private int tries(QuotaAccount account, long seconds) {
        int granted = 0;
        for (long i = 0; i < seconds * 20; i++) {
            granted += account.tryAcquire(ONE) instanceof Permit ? 1 : 0;
            cluster.pass(50);
        }
        return granted;
    }

    @Test
    void whatIsLeasedIsUsedAndThenTheDoorIsClosed() {
        Node node = cluster.node();
        QuotaAccount account = node.account(SIXTY);
        assertThat(tries(account, 1)).isEqualTo(20);
        node.connection.line = Line.DEAD;

        assertThat(tries(account, 10)).as("what was leased").isLessThan(20);
        assertThat(denied(account.tryAcquire(ONE)).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(denied(account.tryAcquire(ONE)).retryAtMillis()).isGreaterThanOrEqualTo(cluster.now() + 1_000);
        assertThat(node.store.state().status()).isEqualTo(Status.DOWN);
    }

    @Test
    void anAccountWithoutLimitsDoesNotNoticeAndCostsNothing() {
        Node node = cluster.node();
        QuotaAccount account = node.account();
        assertThat(tries(account, 5)).isEqualTo(100);
        node.connection.line = Line.DEAD;
        assertThat(tries(account, 5)).isEqualTo(100);
        assertThat(node.connection.operations).isZero();
    }

    @Test
    void aClusterThatIsAwayIsProbedAndNotFlooded() {
        Node node = cluster.node();
        QuotaAccount account = node.account(SIXTY);
        tries(account, 1);
        node.connection.line = Line.DEAD;
        tries(account, 2);
        int before = node.connection.operations;
        tries(account, 10);
        assertThat(node.connection.operations)
                .as("only the watch asks, for the incarnation")
                .isEqualTo(before);
    }

    @Test
    void aClusterThatAnswersReadsAloneIsAwayToo() {
        Node node = cluster.node(new Outage.DegradedShare(2), 0);
        QuotaAccount account = node.account(SIXTY);
        node.connection.line = Line.READ_ONLY;
        assertThat(tries(account, 10)).isBetween(20, 30);
        assertThat(node.states).contains(Status.DEGRADED);
    }

    @Test
    void itIsBackSoonAfterTheClusterIsAndWhoWaitsIsTold() {
        Node node = cluster.node();
        QuotaAccount account = node.account(SIXTY);
        tries(account, 1);
        node.connection.line = Line.DEAD;
        tries(account, 3);
        assertThat(account.tryAcquire(ONE)).isNotInstanceOf(Permit.class);
        node.connection.line = Line.FINE;
        int told = node.freed;
        cluster.pass(1_100);
        assertThat(node.freed).isGreaterThan(told);
        assertThat(node.store.state().status()).isEqualTo(Status.UP);
        assertThat(account.tryAcquire(ONE)).isInstanceOf(Permit.class);
        assertThat(node.states).containsExactly(Status.UP, Status.DOWN, Status.UP);
    }

    @Test
    void recoveryLetsNoBurstThrough() {
        Node node = cluster.node();
        Node other = cluster.node();
        QuotaAccount account = node.account(SIXTY);
        int granted = tries(account, 1);
        other.connection.line = Line.DEAD;
        granted += tries(other.account(SIXTY), 5) + tries(account, 5);
        other.connection.line = Line.FINE;
        granted += tries(account, 10) + tries(other.account(SIXTY), 20);
        assertThat(granted).isEqualTo(60);
    }

    @Test
    void withItsShareAReplicaSpendsItsPartOfTheLimitLessWhatItHasSpent() {
        Node node = cluster.node(new Outage.DegradedShare(3), 0);
        QuotaAccount account = node.account(SIXTY);
        int before = 0;
        for (int i = 0; i < 5; i++) {
            before += account.tryAcquire(ONE) instanceof Permit ? 1 : 0;
            cluster.pass(200);
        }
        assertThat(before).isEqualTo(5);
        node.connection.line = Line.DEAD;

        assertThat(before + tries(account, 20))
                .as("in the minute of the outage")
                .isBetween(10, 20);
        assertThat(node.store.state().status()).isEqualTo(Status.DEGRADED);
        cluster.pass(30_000);
        assertThat(tries(account, 20)).as("in the next one").isEqualTo(20);

        node.connection.line = Line.FINE;
        cluster.pass(1_100);
        assertThat(tries(account, 5)).isPositive();
        assertThat(account.levels().get(0).left())
                .as("what was spent without the cluster is told to it")
                .isLessThanOrEqualTo(40);
    }

    @Test
    void anEscrowIsHeldBackForTheOutageAndTheLimitHolds() {
        Node node = cluster.node(new Outage.Escrow(2, 0.2), 0);
        QuotaAccount account = node.account(SIXTY);
        assertThat(node.drain(account)).as("a fifth is held back").isEqualTo(48);
        node.connection.line = Line.DEAD;
        cluster.pass(5_000);
        assertThat(tries(account, 5)).as("half of the fifth").isEqualTo(6);
        cluster.pass(60_000);
        assertThat(tries(account, 5)).isEqualTo(6);
    }

    @Test
    void permitsOfAnOutageEndOnceAndConcurrencyIsPartOfIt() {
        Node node = cluster.node(new Outage.Escrow(2, 0.5), 0);
        QuotaAccount account = node.account(new Limit(Dimension.CONCURRENT, 4, Window.SLIDING));
        node.connection.line = Line.DEAD;
        tries(node.store.account(QuotaKey.consumer("other"), new Limits(java.util.List.of(SIXTY))), 3);
        Permit permit = (Permit) account.tryAcquire(ONE);
        assertThat(account.tryAcquire(ONE)).isNotInstanceOf(Permit.class);
        assertThat(permit.settle(1, 1)).isTrue();
        assertThat(permit.release()).isFalse();
        assertThat(account.tryAcquire(ONE)).isInstanceOf(Permit.class);
    }

    @Test
    void aReplicaThatStartsWithoutTheClusterSaysSoAndServesWhenItComes() {
        Node node = cluster.new Node(Outage.CLOSED, 0, 0);
        node.connection.line = Line.DEAD;
        node.store.start();
        QuotaAccount account = node.account(SIXTY);
        assertThat(node.store.state().status()).isEqualTo(Status.DOWN);
        assertThat(denied(account.tryAcquire(ONE)).reason()).isEqualTo(Reason.UNREACHABLE);
        cluster.pass(20_000);
        node.connection.line = Line.FINE;
        cluster.pass(1_100);
        assertThat(account.tryAcquire(ONE)).isInstanceOf(Permit.class);
    }
}
