package io.keywell.governance.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.core.QuotaKey;
import io.keywell.quota.ManualClock;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.local.LocalQuotaStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Read from real accounts, so that what their windows give back is as it is. */
class UseRateTest {

    private final ManualClock clock = new ManualClock("2026-05-04T12:00:00Z");
    private final LocalQuotaStore store = new LocalQuotaStore(clock);

    private enum Kind {
        SLIDING_MINUTE(Dimension.REQUESTS_PER_MINUTE, Window.SLIDING),
        FIXED_MINUTE(Dimension.REQUESTS_PER_MINUTE, Window.FIXED),
        SLIDING_DAY(Dimension.REQUESTS_PER_DAY, Window.SLIDING),
        FIXED_DAY(Dimension.REQUESTS_PER_DAY, Window.FIXED);

        final Dimension dimension;
        final Window window;

        Kind(Dimension dimension, Window window) {
            this.dimension = dimension;
            this.window = window;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSteadyRateIsFound(Kind kind) {
        UseRate rate = new UseRate(kind.window);
        QuotaAccount account = account(kind);

        for (int second = 0; second < 600; second++) {
            use(account, 2);
            read(rate, account);
            clock.advance(1_000);
        }

        assertThat(rate.perSecond()).isCloseTo(2, within(0.2));
    }

    @ParameterizedTest
    @EnumSource
    void whenNobodyCallsTheRateFallsToNothing(Kind kind) {
        UseRate rate = new UseRate(kind.window);
        QuotaAccount account = account(kind);
        for (int second = 0; second < 120; second++) {
            use(account, 2);
            read(rate, account);
            clock.advance(1_000);
        }

        for (int second = 0; second < 600; second++) {
            read(rate, account);
            clock.advance(1_000);
        }

        assertThat(rate.perSecond()).isCloseTo(0, within(0.02));
    }

    @ParameterizedTest
    @EnumSource
    void aChangeCountsByTwoThirdsAfterAMinute(Kind kind) {
        UseRate rate = new UseRate(kind.window);
        QuotaAccount account = account(kind);
        read(rate, account);

        for (int second = 0; second < 60; second++) {
            use(account, 3);
            clock.advance(1_000);
            read(rate, account);
        }

        assertThat(rate.perSecond()).isCloseTo(3 * (1 - 1 / Math.E), within(0.3));
    }

    @Test
    void whatWasUsedBeforeTheFirstReadingTellsTheRateOfAMinute() {
        QuotaAccount account = account(Kind.SLIDING_MINUTE);
        for (int second = 0; second < 120; second++) {
            use(account, 4);
            clock.advance(1_000);
        }
        UseRate rate = new UseRate(Window.SLIDING);

        read(rate, account);

        assertThat(rate.perSecond()).isCloseTo(4, within(0.2));
    }

    @Test
    void whatIsGivenBackIsNotCounted() {
        UseRate rate = new UseRate(Window.FIXED);
        QuotaAccount account = account(Kind.FIXED_DAY);
        read(rate, account);

        for (int second = 0; second < 300; second++) {
            Permit permit = (Permit) account.tryAcquire(new Need(0, 0, false));
            clock.advance(1_000);
            read(rate, account);
            permit.release();
        }
        clock.advance(1_000);
        read(rate, account);

        assertThat(rate.perSecond()).isCloseTo(0, within(0.05));
    }

    @Test
    void anotherLimitIsNoUse() {
        UseRate rate = new UseRate(Window.FIXED);
        rate.read(level(1_000, 900), 1_000);
        rate.read(level(1_000, 890), 2_000);
        double before = rate.perSecond();

        rate.read(level(500, 390), 3_000);

        assertThat(rate.perSecond()).isEqualTo(before);
    }

    private QuotaAccount account(Kind kind) {
        Limits limits = new Limits(List.of(new Limit(kind.dimension, 100_000, kind.window)));
        return store.account(QuotaKey.pool("openai", kind.name(), "*"), limits);
    }

    private static void use(QuotaAccount account, int requests) {
        for (int i = 0; i < requests; i++) {
            ((Permit) account.tryAcquire(new Need(0, 0, false))).settle(0, 0);
        }
    }

    private void read(UseRate rate, QuotaAccount account) {
        rate.read(account.levels().get(0), clock.now());
    }

    private static Level level(long limit, long left) {
        return new Level(Dimension.REQUESTS_PER_DAY, limit, left, false, 0);
    }
}
