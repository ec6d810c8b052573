package io.keywell.quota;

import static io.keywell.quota.StoreUnderTest.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.core.Observation;
import io.keywell.quota.QuotaAccount.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store must do with a provider's word. */
interface ObservationContract extends StoreUnderTest {

    Dimension REQUESTS = Dimension.REQUESTS_PER_MINUTE;

    private static void tell(Rig rig, Dimension dimension, long limit, long remaining, long resetInMillis) {
        long reset = resetInMillis == 0 ? 0 : rig.clock().now() + resetInMillis;
        rig.account().observe(new Observation(dimension, limit, remaining, reset));
    }

    @Test
    default void aLimitThatNobodyConfiguredIsLearned() {
        Rig rig = rig();
        rig.take(ONE).settle(1, 1);
        tell(rig, REQUESTS, 10, 9, 6_000);
        assertThat(rig.account().levels())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("resetAtMillis")
                .containsExactly(new Level(REQUESTS, 10, 9, true, 0));
        assertThat(rig.drain(ONE)).isEqualTo(9);
        assertThat(rig.refused(ONE).dimension()).isEqualTo(REQUESTS);
    }

    @Test
    default void aLearnedLimitFollowsTheProviderUpAndDownAtOnce() {
        Rig rig = rig();
        tell(rig, REQUESTS, 10, 10, 0);
        assertThat(rig.drain(ONE)).isEqualTo(10);
        AtomicInteger freed = new AtomicInteger();
        rig.store().onFreed(freed::incrementAndGet);
        tell(rig, REQUESTS, 15, 5, 0);
        assertThat(freed).hasValue(1);
        assertThat(rig.drain(ONE)).isEqualTo(5);
        tell(rig, REQUESTS, 5, 0, 0);
        rig.refused(ONE);
        assertThat(freed).hasValue(1);
    }

    @Test
    default void aConfiguredLimitTakesThePlaceOfALearnedOne() {
        Rig rig = rig();
        tell(rig, REQUESTS, 100, 100, 0);
        rig.limits(limit(REQUESTS, 3));
        tell(rig, REQUESTS, 100, 100, 0);
        assertThat(rig.account().levels())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("resetAtMillis")
                .containsExactly(new Level(REQUESTS, 3, 3, false, 0));
        assertThat(rig.drain(ONE)).isEqualTo(3);
    }

    @Test
    default void aLearnedLimitPerDaySlides() {
        Rig rig = rig("2026-03-04T23:59:50Z");
        tell(rig, Dimension.REQUESTS_PER_DAY, 5, 5, 0);
        assertThat(rig.drain(ONE)).isEqualTo(5);
        rig.clock().advance(23 * 3_600_000);
        rig.refused(ONE);
        rig.clock().advance(2 * 3_600_000);
        assertThat(rig.drain(ONE)).isEqualTo(5);
    }

    @Test
    default void whatTheProviderCountsBeyondOurCountIsHeldBackUntilItsReset() {
        Rig rig = rig(limit(REQUESTS, 100));
        for (int i = 0; i < 10; i++) {
            rig.take(ONE).settle(1, 1);
        }
        tell(rig, REQUESTS, 100, 30, 20_000);
        assertThat(rig.drain(ONE)).isEqualTo(30);
        long reset = rig.clock().now() + 20_000;
        assertThat(rig.refused(ONE).retryAtMillis()).isEqualTo(reset);
        rig.clock().set(reset - 1);
        rig.refused(ONE);
        rig.clock().set(reset);
        assertThat(rig.drain(ONE)).isEqualTo(60);
    }

    @Test
    default void withoutAResetItIsHeldBackForAWindow() {
        Rig rig = rig(limit(REQUESTS, 100));
        tell(rig, REQUESTS, 100, 0, 0);
        rig.clock().advance(59_999);
        rig.refused(ONE);
        rig.clock().advance(1 + slackMillis());
        assertThat(rig.drain(ONE)).isEqualTo(100);
    }

    @Test
    default void moreRemainingThanWeThinkLoosensNothing() {
        Rig rig = rig(limit(REQUESTS, 10));
        assertThat(rig.drain(ONE)).isEqualTo(10);
        tell(rig, REQUESTS, 10, 10, 1);
        rig.refused(ONE);
        tell(rig, REQUESTS, 1_000, 990, 1);
        rig.refused(ONE);
    }

    @Test
    default void aLaterHigherWordDoesNotEndATighteningEarly() {
        Rig rig = rig(limit(REQUESTS, 10));
        tell(rig, REQUESTS, 10, 0, 30_000);
        tell(rig, REQUESTS, 10, 9, 30_000);
        rig.refused(ONE);
    }

    @Test
    default void answersThatComeLateAndInAnyOrderTightenNothing() {
        Rig rig = rig(limit(REQUESTS, 100));
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            permits.add(rig.take(ONE));
        }
        for (long remaining : new long[] {50, 99, 75, 60, 51, 98}) {
            tell(rig, REQUESTS, 100, remaining, 30_000);
        }
        assertThat(rig.account().levels())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("resetAtMillis")
                .containsExactly(new Level(REQUESTS, 100, 50, false, 0));
        // Answered so late that our own count has already left the window.
        rig.clock().advance(61_000);
        tell(rig, REQUESTS, 100, 50, 30_000);
        assertThat(rig.account().levels())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("resetAtMillis")
                .containsExactly(new Level(REQUESTS, 100, 100, false, 0));
    }

    @Test
    default void aResetThatIsOverTightensNothing() {
        Rig rig = rig(limit(REQUESTS, 10));
        tell(rig, REQUESTS, 10, 0, -1);
        assertThat(rig.drain(ONE)).isEqualTo(10);
    }

    @Test
    default void aProviderWithMoreRoomThanConfiguredDoesNotTighten() {
        Rig rig = rig(limit(REQUESTS, 10));
        tell(rig, REQUESTS, 500, 200, 30_000);
        assertThat(rig.drain(ONE)).isEqualTo(10);
    }

    @Test
    default void aLimitBelowTheConfiguredOneHoldsForItsWindow() {
        Rig rig = rig(limit(REQUESTS, 10));
        tell(rig, REQUESTS, 4, -1, 0);
        assertThat(rig.drain(ONE)).isEqualTo(4);
        rig.clock().advance(59_999);
        rig.refused(ONE);
        rig.clock().advance(1 + slackMillis());
        assertThat(rig.drain(ONE)).isEqualTo(10);
    }

    @Test
    default void aNeedAboveALoweredLimitWaitsForItsEndOrIsCapped() {
        Rig rig = rig(limit(Dimension.TOKENS_PER_MINUTE, 100));
        tell(rig, Dimension.TOKENS_PER_MINUTE, 40, -1, 0);
        Decision.Denied denied = rig.refused(new Need(60, 0, false));
        assertThat(denied.retryAtMillis() - rig.clock().now()).isBetween(60_000L, 60_000 + slackMillis());
        rig.take(new Need(30, 30, true)).release();
        rig.clock().set(denied.retryAtMillis());
        rig.take(new Need(60, 0, false));
    }

    @Test
    default void aDenialWaitsForEverythingThatIsHeldBack() {
        Rig rig = rig(limit(REQUESTS, 10), limit(Dimension.TOKENS_PER_MINUTE, 100));
        tell(rig, Dimension.TOKENS_PER_MINUTE, 40, -1, 0);
        tell(rig, Dimension.TOKENS_PER_MINUTE, 40, 10, 20_000);
        long now = rig.clock().now();
        assertThat(rig.refused(new Need(20, 0, false)).retryAtMillis()).isEqualTo(now + 20_000);
        assertThat(rig.refused(new Need(60, 0, false)).retryAtMillis())
                .isBetween(now + 60_000, now + 60_000 + slackMillis());
        assertThat(rig.account().grantable(new Need(20, 0, false), now + 20_000, 9))
                .isEqualTo(2);
    }

    @Test
    default void anObservationInACalendarWindowEndsWithIt() {
        Rig rig = rig("2026-03-04T10:00:50Z", new Limit(REQUESTS, 10, Window.FIXED));
        tell(rig, REQUESTS, 10, 0, 0);
        rig.refused(ONE);
        rig.clock().advance(10_000);
        assertThat(rig.drain(ONE)).isEqualTo(10);
    }

    @Test
    default void wordsWithoutNumbersChangeNothing() {
        Rig rig = rig();
        tell(rig, REQUESTS, -1, -1, 1_000);
        tell(rig, Dimension.CONCURRENT, 5, 5, 1_000);
        assertThat(rig.account().levels()).isEmpty();
        tell(rig, REQUESTS, -1, 0, 1_000);
        rig.take(ONE);
    }
}
