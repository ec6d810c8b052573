package io.keywell.quota.lease;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Replicas on cells in memory, in a time that the test moves. */
final class TestCluster {

    static final QuotaKey KEY = QuotaKey.consumer("web");
    static final Need ONE = new Need(1, 1, false);
    static final long START = 1_772_618_410_123L;

    final MemoryCells cells;
    final VirtualTimers timers = new VirtualTimers(START);
    private long ids;

    TestCluster(MemoryCells cells) {
        this.cells = cells;
    }

    final class Node implements LeaseObserver {
        final TestCells connection;
        final LeasingQuotaStore store;
        final Map<Dimension, Long> forfeited = new EnumMap<>(Dimension.class);
        final Map<Dimension, Long> claimed = new EnumMap<>(Dimension.class);
        final List<StoreState.Status> states = new ArrayList<>();
        long clockStep;
        int freed;

        /** A frozen replica does nothing when its timers are due. */
        boolean frozen;

        Node(Outage outage, long delayMillis, long settleMillis) {
            connection = new TestCells(cells, timers, delayMillis);
            LeaseSettings common = LeaseSettings.of(++ids, outage);
            store = new LeasingQuotaStore(
                    connection,
                    clock(),
                    (delay, task) -> timers.at(delay, () -> {
                        if (!frozen) {
                            task.run();
                        }
                    }),
                    new Random(ids),
                    new LeaseSettings(common.replica(), outage, settleMillis, common.ours(), common.providers()),
                    this);
            store.onFreed(() -> freed++);
        }

        private Clock clock() {
            return new Clock() {
                @Override
                public long epochMillis() {
                    return timers.now() + clockStep;
                }

                @Override
                public long nanoTime() {
                    return timers.now() * 1_000_000;
                }
            };
        }

        QuotaAccount account(Limit... limits) {
            return store.account(KEY, new Limits(List.of(limits)));
        }

        int drain(QuotaAccount account) {
            int granted = 0;
            while (granted < 100_000 && account.tryAcquire(ONE) instanceof Permit) {
                granted++;
            }
            return granted;
        }

        @Override
        public void forfeited(QuotaKey key, Dimension dimension, long amount) {
            forfeited.merge(dimension, amount, Long::sum);
        }

        @Override
        public void claimed(QuotaKey key, Dimension dimension, long amount) {
            claimed.merge(dimension, amount, Long::sum);
        }

        @Override
        public void stateChanged(StoreState before, StoreState now) {
            states.add(now.status());
        }

        @Override
        public void fault(QuotaKey key, RuntimeException fault) {
            if (!(fault instanceof IllegalArgumentException)) {
                throw fault;
            }
        }
    }

    Node node() {
        return node(Outage.CLOSED, 0);
    }

    Node node(Outage outage, long delayMillis) {
        Node node = new Node(outage, delayMillis, 0);
        node.store.start();
        pass(1);
        return node;
    }

    void pass(long millis) {
        long until = timers.now() + millis;
        while (timers.next() <= until) {
            timers.moveTo(timers.next());
        }
        timers.moveTo(until);
    }

    long now() {
        return timers.now();
    }

    static Decision.Denied denied(Decision decision) {
        return (Decision.Denied) decision;
    }
}
