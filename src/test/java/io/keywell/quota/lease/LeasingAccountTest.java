package io.keywell.quota.lease;

import static io.keywell.quota.lease.TestCluster.KEY;
import static io.keywell.quota.lease.TestCluster.ONE;
import static io.keywell.quota.lease.TestCluster.denied;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.Observation;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision;
import io.keywell.quota.Decision.Reason;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.lease.TestCells.Line;
import io.keywell.quota.lease.TestCluster.Node;
import io.keywell.quota.rule.Precision;
import io.keywell.quota.rule.SharedCell;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One account of one replica, and the cell behind it. */
class LeasingAccountTest {

    private static final Limit FIXED = new Limit(Dimension.REQUESTS_PER_MINUTE, 60, Window.FIXED);
    private static final Limit SLIDING = new Limit(Dimension.REQUESTS_PER_MINUTE, 600, Window.SLIDING);

    private final TestCluster cluster = new TestCluster(MemoryCells.settled(TestCluster.START));

    private long granted() {
        SharedCell cell = SharedCell.decode(cluster.cells.cell(KEY).value(), new Precision(60, 0));
        cell.look(cluster.now());
        return cell.find(Dimension.REQUESTS_PER_MINUTE).sum();
    }

    @Test
    void theFirstRequestOfAColdAccountWaitsForOneRoundTripAndIsServed() {
        Node node = cluster.node(Outage.CLOSED, 2);
        cluster.pass(10);
        QuotaAccount account = node.account(FIXED);
        CompletableFuture<Decision> answer = account.acquire(ONE).toCompletableFuture();
        assertThat(answer).isNotDone();
        assertThat(denied(account.tryAcquire(ONE)).reason()).isEqualTo(Reason.ASKING);
        cluster.pass(8);
        assertThat(answer).isCompletedWithValueMatching(decision -> decision instanceof Permit);
    }

    @Test
    void whoeverWasTurnedAwayIsToldWhenALeaseHasCome() {
        Node node = cluster.node(Outage.CLOSED, 2);
        cluster.pass(10);
        QuotaAccount account = node.account(FIXED);
        assertThat(denied(account.tryAcquire(ONE)).retryAtMillis()).isLessThan(cluster.now() + 50);
        assertThat(node.freed).isZero();
        cluster.pass(8);
        assertThat(node.freed).isEqualTo(1);
        assertThat(account.tryAcquire(ONE)).isInstanceOf(Permit.class);
    }

    @Test
    void aRoundThatFailsIsTriedOnceMoreForWhoWaits() {
        Node node = cluster.node(Outage.CLOSED, 2);
        cluster.pass(10);
        QuotaAccount account = node.account(FIXED);
        node.connection.line = Line.DEAD;
        CompletableFuture<Decision> served = account.acquire(ONE).toCompletableFuture();
        cluster.pass(1);
        node.connection.line = Line.FINE;
        cluster.pass(12);
        assertThat(served).isCompletedWithValueMatching(decision -> decision instanceof Permit);

        node.connection.line = Line.DEAD;
        QuotaAccount other = node.store.account(QuotaKey.consumer("other"), new Limits(List.of(FIXED)));
        CompletableFuture<Decision> refused = other.acquire(ONE).toCompletableFuture();
        cluster.pass(12);
        assertThat(refused)
                .isCompletedWithValueMatching(decision -> denied(decision).reason() == Reason.UNREACHABLE);
    }

    @Test
    void aLeaseThatComesAfterTheEndOfItsSlotIsAskedForAgainAndNobodyIsToldThatNothingIsLeft() {
        Node node = cluster.node(Outage.CLOSED, 30);
        cluster.pass(1_960 - cluster.now() % 1_000);
        QuotaAccount account = node.account(SLIDING);

        CompletableFuture<Decision> answer = account.acquire(ONE).toCompletableFuture();
        cluster.pass(70);
        assertThat(answer).isNotDone();
        assertThat(denied(account.tryAcquire(ONE)).reason()).isEqualTo(Reason.ASKING);
        cluster.pass(300);

        assertThat(answer).isCompletedWithValueMatching(decision -> decision instanceof Permit);
    }

    @Test
    void whoIsServedByNoLeaseInTimeIsToldThatTheClusterCannotBeAsked() {
        Node node = cluster.node(Outage.CLOSED, 1_300);
        cluster.pass(9_000);
        QuotaAccount account = node.account(SLIDING);

        CompletableFuture<Decision> answer = account.acquire(ONE).toCompletableFuture();
        cluster.pass(2_900);
        assertThat(answer).isNotDone();
        cluster.pass(4_000);

        assertThat(answer)
                .isCompletedWithValueMatching(decision -> denied(decision).reason() == Reason.UNREACHABLE);
    }

    @Test
    void aBusySlidingAccountHasItsPermitsBeforeTheSlotBegins() {
        Node node = cluster.node(Outage.CLOSED, 3);
        cluster.pass(10);
        QuotaAccount account = node.account(SLIDING);
        int refused = 0;
        for (int i = 0; i < 600; i++) {
            boolean served = account.tryAcquire(ONE) instanceof Permit;
            refused += served || i < 50 ? 0 : 1;
            cluster.pass(17);
        }
        assertThat(refused).as("of 550 after it is warm").isLessThan(6);
    }

    @Test
    void whilePlentyIsLeftARateThatSwingsMakesOneRoundASlot() {
        Node node = cluster.node(Outage.CLOSED, 2);
        QuotaAccount account = node.account(new Limit(Dimension.REQUESTS_PER_MINUTE, 10_000_000, Window.SLIDING));
        Random swings = new Random(7);
        int before = 0;
        for (int i = 0; i < 4_000; i++) {
            if (i == 1_000) {
                before = node.connection.operations;
            }
            for (int call = swings.nextInt(i % 40 < 16 ? 1 : 60); call >= 0; call--) {
                assertThat(account.tryAcquire(ONE))
                        .as("a call of millisecond %d", i)
                        .matches(this::isServedSoon);
            }
            cluster.pass(10);
        }
        int slots = 30;
        assertThat(node.connection.operations - before).isLessThanOrEqualTo(2 * (slots + 3));
    }

    private boolean isServedSoon(Decision decision) {
        return decision instanceof Permit || denied(decision).reason() == Reason.ASKING;
    }

    @Test
    void whatIsIdleIsHandedBackAndThenNothingMoreIsAsked() {
        Node node = cluster.node();
        QuotaAccount account = node.account(FIXED);
        for (int i = 0; i < 10; i++) {
            account.tryAcquire(ONE);
        }
        assertThat(granted()).isGreaterThan(10);
        cluster.pass(1_500);
        assertThat(granted()).isEqualTo(10);
        int before = node.connection.operations;
        cluster.pass(40_000);
        assertThat(node.connection.operations).isEqualTo(before);
    }

    @Test
    void aChangeOfWhichNobodyHeardIsFoundInTheCellAndItsPermitsAreUsed() {
        Node node = cluster.node();
        QuotaAccount account = node.account(FIXED);
        account.tryAcquire(ONE);
        cluster.pass(1_500);
        assertThat(granted()).isEqualTo(1);
        node.connection.line = Line.MUTE;
        assertThat(account.tryAcquire(ONE)).isNotInstanceOf(Permit.class);
        long lost = granted() - 1;
        assertThat(lost).isPositive();
        assertThat(node.forfeited).containsEntry(Dimension.REQUESTS_PER_MINUTE, lost);
        node.connection.line = Line.FINE;
        cluster.pass(400);
        assertThat(node.claimed).containsEntry(Dimension.REQUESTS_PER_MINUTE, lost);
        assertThat(node.drain(account)).isEqualTo(59);
    }

    @Test
    void aReturnOfWhichNobodyHeardIsMadeOnce() {
        Node node = cluster.node();
        QuotaAccount account = node.account(FIXED);
        for (int i = 0; i < 5; i++) {
            account.tryAcquire(ONE);
        }
        node.connection.line = Line.MUTE;
        cluster.pass(1_500);
        assertThat(granted()).isEqualTo(5);
        node.connection.line = Line.FINE;
        cluster.pass(3_000);
        assertThat(granted()).isEqualTo(5);
        assertThat(node.drain(account)).isEqualTo(55);
    }

    @Test
    void whatWasUsedBeyondTheReservationIsToldAtOnce() {
        Node node = cluster.node();
        Limit tokens = new Limit(Dimension.TOKENS_PER_MINUTE, 1_000, Window.SLIDING);
        Permit permit = (Permit) node.account(tokens).tryAcquire(new Need(10, 10, false));
        cluster.pass(5_000);
        permit.settle(10, 5_000);
        cluster.pass(1);
        assertThat(cluster.node().account(tokens).tryAcquire(ONE)).isNotInstanceOf(Permit.class);
    }

    @Test
    void aProvidersWordOfOneReplicaHoldsForAll() {
        QuotaKey pool = QuotaKey.pool("openai", "org", "*");
        Limits hundred = new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, 100, Window.SLIDING)));
        Node one = cluster.node();
        Node two = cluster.node();
        one.store
                .account(pool, hundred)
                .observe(new Observation(Dimension.REQUESTS_PER_MINUTE, 100, 3, cluster.now() + 30_000));
        assertThat(two.drain(two.store.account(pool, hundred))).isEqualTo(3);
    }

    @Test
    void observationsThatSayNothingNewCostNothing() {
        QuotaKey pool = QuotaKey.pool("openai", "org", "*");
        Node node = cluster.node();
        QuotaAccount account = node.store.account(
                pool, new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, 100, Window.SLIDING))));
        account.tryAcquire(ONE);
        cluster.pass(300);
        int before = node.connection.operations;
        for (int i = 0; i < 1_000; i++) {
            account.observe(new Observation(Dimension.REQUESTS_PER_MINUTE, 100, 99, cluster.now() + 30_000));
        }
        assertThat(node.connection.operations).isEqualTo(before);
    }

    @Test
    void theShareThatIsToldTakesThePlaceOfTheDemand() {
        Node one = cluster.node();
        Node two = cluster.node();
        Limit limit = new Limit(Dimension.REQUESTS_PER_MINUTE, 6_000, Window.SLIDING);
        QuotaAccount first = one.account(limit);
        QuotaAccount second = two.account(limit);
        int[] granted = new int[2];
        for (int i = 0; i < 80_000; i++) {
            boolean scarce = i > 62_000;
            if (i % 200 == 0) {
                first.share(scarce ? 0.25 : Double.NaN, 5);
                second.share(scarce ? 0.75 : Double.NaN, 15);
            }
            if (scarce || i % 20 == 0) {
                granted[0] += first.tryAcquire(ONE) instanceof Permit && i > 64_000 ? 1 : 0;
                granted[1] += second.tryAcquire(ONE) instanceof Permit && i > 64_000 ? 1 : 0;
            }
            cluster.pass(1);
        }
        assertThat((double) granted[0] / (granted[0] + granted[1])).isBetween(0.2, 0.3);
    }

    @Test
    void aClockThatWasCorrectedByMuchNeitherFreezesTheAccountNorUsesOldPermits() {
        Node node = cluster.node();
        QuotaAccount account = node.account(FIXED);
        account.tryAcquire(ONE);
        node.clockStep = -3_600_000;
        assertThat(account.tryAcquire(ONE)).as("the cell is an hour ahead").isNotInstanceOf(Permit.class);
        node.clockStep = 0;
        cluster.pass(61_000);
        assertThat(node.drain(account)).isEqualTo(60);
    }

    @Test
    void limitsThatChangeWhileTheClusterIsAskedCountFromTheNextGrant() {
        Node node = cluster.node(Outage.CLOSED, 3);
        cluster.pass(10);
        QuotaAccount account = node.account(new Limit(Dimension.REQUESTS_PER_MINUTE, 60, Window.SLIDING));
        account.tryAcquire(ONE);
        cluster.pass(4);
        node.account(new Limit(Dimension.REQUESTS_PER_MINUTE, 10, Window.FIXED));
        int granted = 0;
        for (int i = 0; i < 100; i++) {
            granted += account.tryAcquire(ONE) instanceof Permit ? 1 : 0;
            cluster.pass(5);
        }
        assertThat(granted).isBetween(9, 10);
    }

    @Test
    void aStoreThatClosesGivesBackWhatItHoldsAndAsksNothingMore() {
        Limit seats = new Limit(Dimension.CONCURRENT, 12, Window.SLIDING);
        Node one = cluster.node();
        QuotaAccount account = one.account(FIXED, seats);
        for (int i = 0; i < 10; i++) {
            ((Permit) account.tryAcquire(ONE)).settle(1, 1);
        }
        one.store.close();
        int before = one.connection.operations;
        Node two = cluster.node();
        int granted = 0;
        for (Permit permit; granted < 100 && (permit = permit(two.account(FIXED, seats))) != null; granted++) {
            permit.settle(1, 1);
        }
        assertThat(granted).isEqualTo(50);
        cluster.pass(20_000);
        assertThat(one.connection.operations).isEqualTo(before);
    }

    private static Permit permit(QuotaAccount account) {
        return account.tryAcquire(ONE) instanceof Permit permit ? permit : null;
    }

    @Test
    void aListenerThatFailsDoesNotStopTheAccount() {
        Node node = cluster.node(Outage.CLOSED, 2);
        cluster.pass(10);
        node.store.onFreed(() -> {
            throw new IllegalArgumentException("not today");
        });
        QuotaAccount account = node.account(FIXED);
        account.tryAcquire(ONE);
        cluster.pass(8);
        assertThat(account.tryAcquire(ONE)).isInstanceOf(Permit.class);
    }

    @Test
    void idleAccountsAreForgottenAndOpenPermitsAreCounted() {
        Node node = cluster.node();
        Permit permit = (Permit) node.account(FIXED).tryAcquire(ONE);
        assertThat(node.store.openPermits()).isEqualTo(1);
        permit.settle(1, 1);
        assertThat(node.store.openPermits()).isZero();
        cluster.pass(700_000);
        node.store.account(QuotaKey.consumer("other"), Limits.NONE);
        assertThat(node.store.accounts()).isEqualTo(1);
        assertThat(node.account(FIXED).headroom()).isEqualTo(1);
    }
}
