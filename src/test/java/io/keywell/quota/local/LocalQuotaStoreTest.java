package io.keywell.quota.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Window;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.Observation;
import io.keywell.core.QuotaKey;
import io.keywell.quota.ManualClock;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.QuotaStoreContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalQuotaStoreTest implements QuotaStoreContract {

    private static final Limits TEN =
            new Limits(List.of(new Limits.Limit(Dimension.REQUESTS_PER_MINUTE, 10, Window.SLIDING)));

    private final ManualClock clock = new ManualClock(MORNING);
    private final LocalQuotaStore store = new LocalQuotaStore(clock, 20);

    @Override
    public QuotaStore open(Clock clock) {
        return new LocalQuotaStore(clock);
    }

    @Override
    public long slackMillis() {
        return 500;
    }

    private QuotaAccount model(int number, Limits limits) {
        return store.account(QuotaKey.pool("openai", "org-1", "model-" + number), limits);
    }

    @Test
    void permitsThatDidNotEndAreCounted() {
        QuotaAccount account = model(1, TEN);
        Permit first = (Permit) account.tryAcquire(ONE);
        Permit second = (Permit) account.tryAcquire(ONE);
        assertThat(store.openPermits()).isEqualTo(2);
        first.settle(1, 1);
        first.release();
        assertThat(store.openPermits()).isEqualTo(1);
        second.release();
        assertThat(store.openPermits()).isZero();
    }

    @Test
    void aProvidersMinuteIsGuardedByASlotAndOursIsNot() {
        long start = clock.now() - clock.now() % 250;
        clock.set(start);
        QuotaAccount pool = model(1, TEN);
        QuotaAccount consumer = store.account(QuotaKey.consumer("web"), TEN);
        for (int i = 0; i < 10; i++) {
            pool.tryAcquire(ONE);
            consumer.tryAcquire(ONE);
        }
        clock.set(start + 60_250);
        assertThat(consumer.tryAcquire(ONE)).isInstanceOf(Permit.class);
        assertThat(pool.tryAcquire(ONE)).isNotInstanceOf(Permit.class);
        clock.set(start + 60_500);
        assertThat(pool.tryAcquire(ONE)).isInstanceOf(Permit.class);
    }

    @Test
    void idleAccountsAreForgottenWhenNothingIsCountedOrHeld() {
        model(1, TEN).tryAcquire(ONE);
        QuotaAccount ended = model(2, TEN);
        ((Permit) ended.tryAcquire(ONE)).settle(1, 1);
        clock.advance(700_000);
        model(3, TEN);
        assertThat(store.accounts()).isEqualTo(2);
        assertThat(model(1, TEN).headroom()).isEqualTo(1);
        assertThat(store.openPermits()).isEqualTo(1);
    }

    @Test
    void whoeverStillHasAForgottenAccountIsLedToItsSuccessor() {
        QuotaAccount old = model(1, TEN);
        clock.advance(700_000);
        model(2, TEN);
        assertThat(store.accounts()).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            old.tryAcquire(ONE);
        }
        assertThat(model(1, TEN)).isNotSameAs(old);
        assertThat(model(1, TEN).headroom()).isZero();
        assertThat(old.headroom()).isZero();
        old.observe(new Observation(Dimension.REQUESTS_PER_DAY, 50, 50, 0));
        assertThat(model(1, TEN).levels()).hasSize(2).isEqualTo(old.levels());
        assertThat(old.grantable(ONE, clock.now(), 5)).isZero();
    }

    @Test
    void inventedModelNamesDoNotFillTheMemory() {
        for (int i = 0; i < 500; i++) {
            ((Permit) model(i, Limits.NONE).tryAcquire(ONE)).settle(1, 1);
            clock.advance(10);
        }
        assertThat(store.accounts()).isLessThanOrEqualTo(20);
        for (int i = 1_000; i < 1_100; i++) {
            model(i, Limits.NONE).tryAcquire(ONE);
        }
        assertThat(store.accounts()).isLessThanOrEqualTo(20);
        model(2_000, TEN).tryAcquire(ONE);
        assertThat(model(2_000, TEN).headroom()).isEqualTo(0.9);
    }

    @Test
    void permitsMayEndAfterTheStoreWasClosed() {
        Permit permit = (Permit) model(1, TEN).tryAcquire(ONE);
        store.close();
        assertThat(permit.settle(1, 1)).isTrue();
        assertThat(store.openPermits()).isZero();
    }
}
