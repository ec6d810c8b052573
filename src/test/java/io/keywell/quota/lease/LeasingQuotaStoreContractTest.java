package io.keywell.quota.lease;

import io.keywell.core.Clock;
import io.keywell.quota.ManualClock;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.QuotaStoreContract;
import java.util.Random;

/** A replica that is alone with a cluster that answers at once must do what a store in memory does. */
class LeasingQuotaStoreContractTest implements QuotaStoreContract {

    @Override
    public QuotaStore open(Clock clock) {
        VirtualTimers timers = new VirtualTimers(clock.epochMillis());
        ((ManualClock) clock).onMove(timers::moveTo);
        LeasingQuotaStore store = new LeasingQuotaStore(
                MemoryCells.settled(clock.epochMillis()),
                clock,
                timers,
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
}
