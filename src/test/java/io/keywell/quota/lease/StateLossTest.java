package io.keywell.quota.lease;

import static io.keywell.quota.lease.TestCluster.KEY;
import static io.keywell.quota.lease.TestCluster.ONE;
import static io.keywell.quota.lease.TestCluster.denied;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.lease.CellCache.Versioned;
import io.keywell.quota.lease.StoreState.Status;
import io.keywell.quota.lease.TestCells.Line;
import io.keywell.quota.lease.TestCluster.Node;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cluster forgets: nobody spends twice what is not known to be spent. */
class StateLossTest {

    private static final Limit SLIDING = new Limit(Dimension.REQUESTS_PER_MINUTE, 60, Window.SLIDING);
    private static final Limit FIXED = new Limit(Dimension.REQUESTS_PER_MINUTE, 60, Window.FIXED);
    private static final Limit DAILY = new Limit(Dimension.REQUESTS_PER_DAY, 100, Window.FIXED);

    private final TestCluster cluster = new TestCluster(MemoryCells.settled(TestCluster.START));

    @Test
    void afterALossNothingIsGrantedForAMinuteAndEverybodySaysSo() {
        Node node = cluster.node();
        QuotaAccount account = node.account(SLIDING);
        for (int i = 0; i < 20; i++) {
            account.tryAcquire(ONE);
        }
        cluster.cells.clear();
        cluster.pass(3_000);
        long noticed = cluster.now();
        assertThat(node.store.state().status()).isEqualTo(Status.LEARNING);
        assertThat(node.drain(account)).isZero();
        assertThat(denied(account.tryAcquire(ONE)).retryAtMillis()).isBetween(noticed + 57_000, noticed + 62_000);
        assertThat(account.headroom()).isZero();
        assertThat(account.grantable(ONE, cluster.now() + 10_000, 5)).isZero();
        cluster.pass(62_000);
        assertThat(node.store.state().status()).isEqualTo(Status.UP);
        assertThat(node.drain(account)).isEqualTo(60);
    }

    @Test
    void aReplicaThatRemembersNothingIsHeldBackByOneThatDoes() {
        Node old = cluster.node();
        old.drain(old.account(FIXED));
        cluster.cells.clear();
        Node fresh = cluster.new Node(Outage.CLOSED, 0, 3_000);
        fresh.store.start();
        assertThat(fresh.drain(fresh.account(FIXED)))
                .as("it waits for who remembers")
                .isZero();
        cluster.pass(3_500);
        assertThat(fresh.drain(fresh.account(FIXED)))
                .as("who remembers has said so")
                .isZero();
        cluster.pass(62_000);
        assertThat(fresh.drain(fresh.account(FIXED))).isEqualTo(60);
    }

    @Test
    void aClusterThatIsNewForEverybodyIsOpenAfterAShortWhile() {
        TestCluster empty = new TestCluster(new MemoryCells());
        Node node = empty.new Node(Outage.CLOSED, 0, 3_000);
        node.store.start();
        QuotaAccount account = node.account(FIXED);
        assertThat(node.drain(account)).isZero();
        empty.pass(3_100);
        assertThat(node.drain(account)).isEqualTo(60);
    }

    @Test
    void aDayIsCountedOnFromWhatReplicasRemember() {
        Node one = cluster.node();
        Node two = cluster.node();
        QuotaAccount first = one.account(DAILY);
        QuotaAccount second = two.account(DAILY);
        for (int i = 0; i < 20; i++) {
            assertThat(first.tryAcquire(ONE)).isInstanceOf(Permit.class);
            assertThat(second.tryAcquire(ONE)).isInstanceOf(Permit.class);
        }
        cluster.pass(2_000);
        cluster.cells.clear();
        cluster.pass(65_000);
        // What was handed back just before may be counted as used: that is the safe side.
        assertThat(one.drain(first) + two.drain(second)).isBetween(57, 60);
    }

    @Test
    void aDayOfWhichNobodyKnowsAnythingStaysClosed() {
        Node one = cluster.node();
        one.drain(one.account(FIXED));
        cluster.cells.clear();
        cluster.pass(65_000);
        Node fresh = cluster.node();
        QuotaAccount daily =
                fresh.store.account(QuotaKey.consumer("day"), new io.keywell.catalog.Limits(java.util.List.of(DAILY)));
        assertThat(fresh.drain(daily)).isZero();
        long midnight = Math.floorDiv(cluster.now(), 86_400_000L) * 86_400_000L + 86_400_000L;
        assertThat(denied(daily.tryAcquire(ONE)).retryAtMillis()).isEqualTo(midnight);
    }

    @Test
    void oneCellThatIsGoneTooEarlyIsALossToo() {
        Node node = cluster.node();
        QuotaAccount account = node.account(SLIDING);
        for (int i = 0; i < 20; i++) {
            account.tryAcquire(ONE);
        }
        cluster.pass(1_500);
        cluster.cells.remove(KEY);
        assertThat(node.drain(account)).isZero();
        cluster.pass(62_000);
        assertThat(node.drain(account)).isEqualTo(60);
    }

    /** What is left of the cluster missed the last changes. */
    @Test
    void aClusterThatWentBackIsALossThatWhoSawMoreNotices() {
        Node node = cluster.node();
        QuotaAccount account = node.account(SLIDING);
        assertThat(account.tryAcquire(ONE)).isInstanceOf(Permit.class);
        cluster.pass(1_500);
        Map<QuotaKey, Versioned> old = cluster.cells.snapshot();
        int granted = node.drain(account);
        cluster.pass(1_500);
        cluster.cells.goBackTo(old);
        assertThat(granted).isGreaterThan(50);
        assertThat(node.drain(account)).isZero();
        cluster.pass(62_000);
        assertThat(node.drain(account)).isEqualTo(60);
    }

    @Test
    void aReplicaThatHadNotSeenTheNewerStateIsHeldBackToo() {
        Node busy = cluster.node();
        Node idle = cluster.node();
        QuotaAccount account = idle.account(FIXED);
        cluster.pass(2_500);
        Map<QuotaKey, Versioned> old = cluster.cells.snapshot();
        cluster.pass(2_500);
        assertThat(busy.drain(busy.account(FIXED))).isEqualTo(60);
        idle.connection.line = Line.DEAD;
        cluster.pass(6_000);
        cluster.cells.goBackTo(old);
        idle.connection.line = Line.FINE;
        assertThat(idle.drain(account)).isZero();
        cluster.pass(3_000);
        assertThat(idle.store.state().status()).isEqualTo(Status.LEARNING);
        assertThat(idle.drain(account)).isZero();
    }

    @Test
    void anOldAnswerOfAServerThatWasCutOffClosesNothing() {
        Node node = cluster.node();
        QuotaAccount account = node.account(SLIDING);
        assertThat(account.tryAcquire(ONE)).isInstanceOf(Permit.class);
        cluster.pass(2_500);
        Map<QuotaKey, Versioned> old = cluster.cells.snapshot();
        for (int i = 0; i < 10; i++) {
            account.tryAcquire(ONE);
            cluster.pass(500);
        }
        Map<QuotaKey, Versioned> present = cluster.cells.snapshot();
        cluster.cells.goBackTo(old);
        node.connection.line = Line.READ_ONLY;
        cluster.pass(3_000);
        cluster.cells.goBackTo(present);
        node.connection.line = Line.FINE;
        cluster.pass(3_000);
        assertThat(node.states).doesNotContain(Status.LEARNING);
        assertThat(node.drain(account)).isGreaterThan(30);
    }

    @Test
    void aDayIsCountedOnFromWhatReplicasRememberWhenTheClusterWentBack() {
        Node one = cluster.node();
        Node two = cluster.node();
        QuotaAccount first = one.account(DAILY);
        QuotaAccount second = two.account(DAILY);
        assertThat(first.tryAcquire(ONE)).isInstanceOf(Permit.class);
        cluster.pass(1_500);
        Map<QuotaKey, Versioned> old = cluster.cells.snapshot();
        for (int i = 1; i < 20; i++) {
            assertThat(first.tryAcquire(ONE)).isInstanceOf(Permit.class);
            assertThat(second.tryAcquire(ONE)).isInstanceOf(Permit.class);
        }
        cluster.pass(5_000);
        cluster.cells.goBackTo(old);
        cluster.pass(70_000);
        assertThat(one.drain(first) + two.drain(second)).isBetween(57, 61);
    }

    @Test
    void whatNobodyCanReadIsALossToo() {
        Node node = cluster.node();
        QuotaAccount account = node.account(SLIDING);
        account.tryAcquire(ONE);
        cluster.pass(1_500);
        cluster.cells.put(KEY, new byte[] {1, 2, 3});
        assertThat(node.drain(account)).isZero();
        cluster.pass(62_000);
        assertThat(node.drain(account)).isEqualTo(60);
    }

    @Test
    void concurrencyThatIsStillOutIsSaidAgain() {
        Limit four = new Limit(Dimension.CONCURRENT, 8, Window.SLIDING);
        Node one = cluster.node();
        Node two = cluster.node();
        QuotaAccount account = one.account(four);
        for (int i = 0; i < 5; i++) {
            assertThat(account.tryAcquire(ONE)).isInstanceOf(Permit.class);
        }
        cluster.cells.clear();
        cluster.pass(20_000);
        assertThat(two.drain(two.account(four))).isEqualTo(3);
    }
}
