package io.keywell.quota.lease;

import io.keywell.core.Clock;
import io.keywell.quota.ManualClock;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.QuotaStoreContract;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A replica that is alone with a cluster that answers at once must do what a store in memory does. */
class LeasingQuotaStoreContractTest implements QuotaStoreContract {

    @Override
    public QuotaStore open(Clock clock) {
        PassingTime time = new PassingTime((ManualClock) clock);
        LeasingQuotaStore store = new LeasingQuotaStore(
                MemoryCells.settled(clock.epochMillis()),
                time,
                time.timers,
                new Random(7),
                LeaseSettings.of(1, Outage.CLOSED),
                LeaseObserver.NONE);
        store.start();
        return store;
    }

    @Override
    public long slackMillis() {
        return 1_200;
    }

    /** A jump of the test's clock is time in which the replica went on with its work; it was not frozen. */
    private static final class PassingTime implements Clock {
        private final ManualClock clock;
        private final VirtualTimers timers;
        private volatile @Nullable Thread mover;

        PassingTime(ManualClock clock) {
            this.clock = clock;
            this.timers = new VirtualTimers(clock.epochMillis());
            clock.onMove(this::moveTo);
        }

        private void moveTo(long millis) {
            mover = Thread.currentThread();
            while (timers.next() <= millis) {
                timers.moveTo(timers.next());
            }
            mover = null;
            timers.moveTo(millis);
        }

        @Override
        public long epochMillis() {
            return Thread.currentThread() == mover ? timers.now() : clock.epochMillis();
        }

        @Override
        public long nanoTime() {
            return Thread.currentThread() == mover ? timers.now() * 1_000_000 : clock.nanoTime();
        }
    }
}
