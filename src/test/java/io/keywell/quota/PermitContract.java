package io.keywell.quota;

import static io.keywell.quota.StoreUnderTest.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.QuotaAccount.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store must do with permits, and with limits that change while they are out. */
interface PermitContract extends StoreUnderTest {
    @Test
    default void whatWasReservedTooMuchComesBackTheRequestDoesNot() {
        Rig rig = rig(limit(Dimension.REQUESTS_PER_MINUTE, 2), limit(Dimension.TOKENS_PER_MINUTE, 100));
        Permit permit = rig.take(new Need(50, 50, false));
        rig.clock().advance(20_000);
        assertThat(permit.settle(20, 10)).isTrue();
        rig.take(new Need(70, 0, false));
        assertThat(rig.refused(new Need(0, 0, false)).dimension()).isEqualTo(Dimension.REQUESTS_PER_MINUTE);
    }

    @Test
    default void whatWasUsedBeyondTheReservationMakesLaterOnesWait() {
        Rig rig = rig(limit(Dimension.TOKENS_PER_MINUTE, 100));
        Permit permit = rig.take(new Need(10, 10, false));
        rig.clock().advance(30_000);
        long settled = rig.clock().now();
        permit.settle(10, 300);
        Denied denied = rig.refused(ONE);
        assertThat(denied.retryAtMillis()).isBetween(settled + 60_000, settled + 60_000 + slackMillis());
        assertThat(rig.account().headroom()).isZero();
        rig.clock().set(denied.retryAtMillis());
        rig.take(new Need(100, 0, false));
    }

    @Test
    default void aReleasedPermitGivesEverythingBack() {
        Rig rig = rig(
                limit(Dimension.REQUESTS_PER_MINUTE, 1),
                limit(Dimension.TOKENS_PER_MINUTE, 10),
                limit(Dimension.REQUESTS_PER_DAY, 1),
                limit(Dimension.CONCURRENT, 1));
        for (int i = 0; i < 100; i++) {
            rig.clock().advance(100);
            assertThat(rig.take(new Need(5, 5, false)).release()).isTrue();
        }
        assertThat(rig.account().headroom()).isEqualTo(1);
    }

    @Test
    default void aPermitEndsOnce() {
        Rig rig = rig(limit(Dimension.TOKENS_PER_MINUTE, 100), limit(Dimension.CONCURRENT, 2));
        Permit settled = rig.take(new Need(50, 0, false));
        assertThat(settled.settle(40, 0)).isTrue();
        assertThat(settled.settle(0, 0)).isFalse();
        assertThat(settled.release()).isFalse();
        Permit released = rig.take(new Need(50, 0, false));
        assertThat(released.release()).isTrue();
        assertThat(released.release()).isFalse();
        assertThat(released.settle(500, 0)).isFalse();
        rig.take(new Need(60, 0, false));
        rig.take(new Need(0, 0, false));
        assertThat(rig.refused(new Need(0, 0, false)).dimension()).isEqualTo(Dimension.CONCURRENT);
    }

    @Test
    default void whatComesBackAfterItsWindowIsNotGivenTwice() {
        Rig rig = rig(limit(Dimension.TOKENS_PER_MINUTE, 100));
        Permit slow = rig.take(new Need(100, 0, false));
        rig.clock().advance(60_000 + slackMillis());
        rig.take(new Need(100, 0, false));
        assertThat(slow.settle(0, 0)).isTrue();
        rig.refused(ONE);
    }

    /** Who limits it counts it when it arrives. */
    @Test
    default void aRequestThatLeavesLateCountsForTheTimeInWhichItLeavesToo() {
        Rig rig = rig(limit(Dimension.REQUESTS_PER_MINUTE, 10));
        Permit late = rig.take(ONE);
        Permit soon = rig.take(ONE);
        soon.sending();
        rig.clock().advance(700);
        late.sending();
        assertThat(rig.drain(ONE)).isEqualTo(7);
        late.settle(1, 1);
        soon.settle(1, 1);
        rig.clock().advance(59_300 + slackMillis());
        assertThat(rig.drain(ONE)).as("it still counts as it left").isEqualTo(2);
        rig.clock().advance(60_000 + slackMillis());
        assertThat(rig.drain(ONE)).isGreaterThanOrEqualTo(8);
    }

    @Test
    default void concurrencyIsHeldUntilThePermitEnds() {
        Rig rig = rig(limit(Dimension.CONCURRENT, 2));
        Permit first = rig.take(ONE);
        Permit second = rig.take(ONE);
        rig.clock().advance(24 * 3_600_000);
        rig.refused(ONE);
        first.settle(1, 1);
        Permit third = rig.take(ONE);
        second.release();
        third.settle(1, 1);
        assertThat(rig.drain(ONE)).isEqualTo(2);
    }

    @Test
    default void theEndOfConcurrencyIsEstimatedFromHowLongPermitsWereHeld() {
        Rig rig = rig(limit(Dimension.CONCURRENT, 1));
        Permit first = rig.take(ONE);
        assertThat(rig.refused(ONE).retryAtMillis() - rig.clock().now()).isEqualTo(1_000);
        rig.clock().advance(8_000);
        first.settle(1, 1);
        rig.take(ONE);
        assertThat(rig.refused(ONE).retryAtMillis() - rig.clock().now()).isEqualTo(8_000);
        assertThat(rig.account().grantable(ONE, rig.clock().now() + 24_000, 100))
                .isEqualTo(3);
    }

    @Test
    default void aNeedLargerThanAWholeLimitIsCappedOrNeverGranted() {
        Rig rig = rig(limit(Dimension.TOKENS_PER_MINUTE, 100), limit(Dimension.INPUT_TOKENS_PER_MINUTE, 1_000));
        Denied never = rig.refused(new Need(101, 0, false));
        assertThat(never).isEqualTo(new Denied(Dimension.TOKENS_PER_MINUTE, Long.MAX_VALUE));
        assertThat(never.never()).isTrue();
        assertThat(rig.account().grantable(new Need(101, 0, false), Long.MAX_VALUE, 5))
                .isZero();

        Permit permit = rig.take(new Need(50, 500, true));
        assertThat(rig.refused(ONE).dimension()).isEqualTo(Dimension.TOKENS_PER_MINUTE);
        permit.settle(30, 30);
        rig.take(new Need(40, 0, false));
        rig.refused(ONE);
    }

    @Test
    default void onlyTheOutputOfANeedIsCapped() {
        Rig rig = rig(limit(Dimension.TOKENS_PER_MINUTE, 100));
        assertThat(rig.refused(new Need(101, 0, true)).never()).isTrue();
        assertThat(rig.account().grantable(new Need(101, 0, true), Long.MAX_VALUE, 5))
                .isZero();
    }

    @Test
    default void cappedNeedsWaitForTheWholeLimit() {
        Rig rig = rig(limit(Dimension.TOKENS_PER_MINUTE, 100));
        rig.take(ONE);
        long at = rig.refused(new Need(0, 500, true)).retryAtMillis();
        rig.clock().set(at);
        rig.take(new Need(0, 500, true));
    }

    @Test
    default void changedLimitsKeepWhatIsCounted() {
        Rig rig = rig(limit(Dimension.REQUESTS_PER_MINUTE, 10), limit(Dimension.CONCURRENT, 100));
        for (int i = 0; i < 8; i++) {
            rig.take(ONE);
        }
        rig.limits(limit(Dimension.REQUESTS_PER_MINUTE, 5), limit(Dimension.CONCURRENT, 100));
        assertThat(rig.refused(ONE).dimension()).isEqualTo(Dimension.REQUESTS_PER_MINUTE);
        rig.limits(limit(Dimension.REQUESTS_PER_MINUTE, 12), limit(Dimension.CONCURRENT, 100));
        assertThat(rig.drain(ONE)).isEqualTo(4);
        rig.limits(limit(Dimension.CONCURRENT, 13));
        assertThat(rig.drain(ONE)).isEqualTo(1);
        rig.limits(new Limit(Dimension.REQUESTS_PER_MINUTE, 14, Window.FIXED), limit(Dimension.CONCURRENT, 100));
        assertThat(rig.drain(ONE)).isEqualTo(1);
    }

    @Test
    default void freedIsToldWhenSomethingCameBackOrALimitRose() {
        Rig rig = rig(limit(Dimension.TOKENS_PER_MINUTE, 100));
        AtomicInteger told = new AtomicInteger();
        rig.store().onFreed(told::incrementAndGet);
        Permit exact = rig.take(new Need(10, 10, false));
        Permit less = rig.take(new Need(10, 10, false));
        Permit more = rig.take(new Need(10, 10, false));
        exact.settle(10, 10);
        more.settle(10, 20);
        rig.limits(limit(Dimension.TOKENS_PER_MINUTE, 80));
        assertThat(told).hasValue(0);
        less.settle(10, 0);
        assertThat(told).hasValue(1);
        rig.limits(limit(Dimension.TOKENS_PER_MINUTE, 90));
        assertThat(told).hasValue(2);
        rig.limits();
        assertThat(told).hasValue(3);
        rig.limits(limit(Dimension.CONCURRENT, 5));
        rig.take(ONE).settle(1, 1);
        assertThat(told).hasValue(4);
    }

    @Test
    default void freedIsToldOutsideAnyLock() {
        Rig rig = rig(limit(Dimension.CONCURRENT, 1));
        List<Decision> fromAnotherThread = new ArrayList<>();
        rig.store().onFreed(() -> {
            if (fromAnotherThread.isEmpty()) {
                fromAnotherThread.add(
                        CompletableFuture.supplyAsync(() -> rig.account().tryAcquire(ONE))
                                .orTimeout(5, TimeUnit.SECONDS)
                                .join());
            }
        });
        rig.take(ONE).release();
        assertThat(fromAnotherThread).hasSize(1).first().isInstanceOf(Permit.class);
    }

    @Test
    default void theSameKeyHasTheSameAccount() {
        Rig rig = rig(limit(Dimension.REQUESTS_PER_MINUTE, 1));
        rig.limits(limit(Dimension.REQUESTS_PER_MINUTE, 1));
        assertThat(rig.store().account(QuotaKey.consumer("web"), Limits.NONE)).isNotSameAs(rig.account());
        assertThat(rig.account().key()).isEqualTo(POOL);
    }
}
