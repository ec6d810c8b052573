package io.keywell.quota.infinispan;

import static org.awaitility.Awaitility.await;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.cluster.InfinispanNodes;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.lease.LeaseObserver;
import io.keywell.quota.lease.LeaseSettings;
import io.keywell.quota.lease.LeasingQuotaStore;
import io.keywell.quota.lease.Outage;
import io.keywell.quota.lease.StoreState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Three replicas on three real servers ask for more than two limits allow, in unequal parts. Who counts is this. */
final class Overload implements AutoCloseable {

    private static final long MINUTE = 60_000;
    /** Asks a second, by replica: 450 altogether, where 50 are allowed at most. */
    private static final int[] RATES = {270, 135, 45};

    private static final long TICK_MILLIS = 10;
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(4);
    private final List<AutoCloseable> open = new ArrayList<>();
    /** Permits by the millisecond. */
    private final ConcurrentNavigableMap<Long, Long> sliding = new ConcurrentSkipListMap<>();

    private final Map<Long, Long> fixed = new ConcurrentSkipListMap<>();

    private final List<LeasingQuotaStore> replicas = new ArrayList<>();

    private final Limits[] limits;

    /**
     * Begins to ask when all replicas see the cluster.
     *
     * @param limit a minute
     */
    Overload(InfinispanNodes nodes, long limit) {
        this.limits = new Limits[] {requests(limit, Window.SLIDING), requests(limit, Window.FIXED)};
        for (int i = 0; i < RATES.length; i++) {
            replicas.add(replica(i, nodes));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> replicas.stream()
                .allMatch(replica -> replica.state().status() == StoreState.Status.UP));
        for (int i = 0; i < RATES.length; i++) {
            ask(replicas.get(i), RATES[i]);
        }
    }

    void later(Duration delay, Runnable task) {
        timers.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean anyReplicaIs(StoreState.Status status) {
        return replicas.stream().anyMatch(replica -> replica.state().status() == status);
    }

    /** Permits so far. */
    long granted() {
        return sliding.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The most permits in a minute that begins at any time. */
    long worstMinute() {
        long worst = 0;
        for (long from : sliding.keySet()) {
            long sum = sliding.subMap(from, from + MINUTE).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            worst = Math.max(worst, sum);
        }
        return worst;
    }

    void end() throws InterruptedException {
        timers.shutdownNow();
        if (!timers.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a replica still asks");
        }
    }

    @Override
    public void close() throws Exception {
        timers.shutdownNow();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private LeasingQuotaStore replica(int number, InfinispanNodes nodes) {
        InfinispanLink link = Gateways.link(nodes);
        LeasingQuotaStore store = new LeasingQuotaStore(
                new InfinispanCells(link),
                Clock.system(),
                (delay, task) -> timers.schedule(task, delay, TimeUnit.MILLISECONDS),
                RandomGenerator.getDefault(),
                LeaseSettings.of(number + 1, Outage.CLOSED),
                LeaseObserver.NONE);
        open.add(store);
        open.add(link);
        store.start();
        return store;
    }

    /** Both limits, at the same rate. */
    private void ask(LeasingQuotaStore store, int perSecond) {
        QuotaAccount slides = store.account(QuotaKey.pool("p", "pool", "*"), limits[0]);
        QuotaAccount begins = store.account(QuotaKey.consumer("caller"), limits[1]);
        AtomicLong asked = new AtomicLong();
        long start = System.nanoTime();
        timers.scheduleAtFixedRate(
                () -> {
                    long due = (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
                    while (asked.get() < due) {
                        asked.incrementAndGet();
                        take(slides, sliding);
                        take(begins, fixed);
                    }
                },
                TICK_MILLIS,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static void take(QuotaAccount account, Map<Long, Long> granted) {
        if (account.tryAcquire(new Need(0, 0, false)) instanceof Permit permit) {
            granted.merge(Clock.system().epochMillis(), 1L, Long::sum);
            permit.settle(0, 0);
        }
    }

    /** Permits of the fixed limit, by the calendar's minutes. */
    List<Long> byMinute() {
        Map<Long, Long> minutes = new ConcurrentSkipListMap<>();
        fixed.forEach((at, count) -> minutes.merge(at / MINUTE, count, Long::sum));
        return List.copyOf(minutes.values());
    }

    private static Limits requests(long limit, Window window) {
        return new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, limit, window)));
    }
}
