package io.keywell.waiting;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.lease.CellCache;
import io.keywell.quota.lease.LeaseObserver;
import io.keywell.quota.lease.LeaseSettings;
import io.keywell.quota.lease.LeasingQuotaStore;
import io.keywell.quota.lease.MemoryCells;
import io.keywell.quota.lease.Outage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The store that replicas really use, each with a connection of its own to cells that answer after a few milliseconds. */
final class LeasedPool implements Pool {

    private static final QuotaKey KEY = QuotaKey.pool("provider", "pool", "*");
    private static final Need ONE = new Need(1, 1, false);

    private final Stage stage;
    private final Random random;
    private final Limit limit;
    private final MemoryCells cells = MemoryCells.settled(Stage.START);
    private long used;

    /** @param limit of requests a minute */
    LeasedPool(Stage stage, long seed, Limit limit) {
        this.stage = stage;
        this.random = new Random(seed);
        this.limit = limit;
    }

    @Override
    public long used() {
        return used;
    }

    @Override
    public double capacity() {
        return limit.amount() / 60_000.0;
    }

    @Override
    public Tap tap(int number, long offsetMillis) {
        LeasingQuotaStore store = new LeasingQuotaStore(
                new Line(),
                stage,
                stage::at,
                new Random(random.nextLong()),
                LeaseSettings.of(number + 1, Outage.CLOSED),
                LeaseObserver.NONE);
        store.start();
        return new LeasedTap(store);
    }

    private final class LeasedTap implements Tap {
        private final LeasingQuotaStore store;
        private final QuotaAccount account;
        private long retryAt;

        LeasedTap(LeasingQuotaStore store) {
            this.store = store;
            this.account = store.account(KEY, new Limits(List.of(limit)));
        }

        @Override
        public boolean take() {
            Decision decision = account.tryAcquire(ONE);
            if (decision instanceof Permit permit) {
                permit.settle(1, 1);
                used++;
                return true;
            }
            retryAt = ((Decision.Denied) decision).retryAtMillis();
            return false;
        }

        @Override
        public long retryAt() {
            return retryAt;
        }

        @Override
        public long grantable(long untilMillis, long enough) {
            return account.grantable(ONE, untilMillis, enough);
        }

        @Override
        public void share(Claim claim) {
            if (!Double.isNaN(claim.part())) {
                account.share(claim.part(), claim.mine());
            }
        }

        @Override
        public void onFreed(Runnable listener) {
            store.onFreed(listener);
        }

        @Override
        public void crash() {
            store.close();
        }
    }

    /** There and back. */
    private final class Line implements CellCache {

        @Override
        public CompletionStage<Versioned> read(QuotaKey key) {
            return later(() -> cells.read(key));
        }

        @Override
        public CompletionStage<Boolean> create(QuotaKey key, byte[] value, Duration lifespan) {
            return later(() -> cells.create(key, value, lifespan));
        }

        @Override
        public CompletionStage<Boolean> swap(QuotaKey key, long version, byte[] value, Duration lifespan) {
            return later(() -> cells.swap(key, version, value, lifespan));
        }

        private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> work) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            stage.at(1 + random.nextInt(3), () -> {
                T result = work.get().toCompletableFuture().join();
                stage.at(1 + random.nextInt(3), () -> answer.complete(result));
            });
            return answer;
        }
    }
}
