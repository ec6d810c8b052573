package io.keywell.quota.infinispan;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Three replicas on three real servers ask for three times what two limits allow, in unequal parts, and a server dies
 * under it. Who counts is this test.
 */
class OverloadTest {

    private static final long LIMIT = 3_000;
    private static final long MINUTE = 60_000;
    /** Asks a second, by replica: 150 altogether, where 50 are allowed. */
    private static final int[] RATES = {90, 45, 15};

    private static final long TICK_MILLIS = 10;
    /** Less than a minute, so that no sliding window is longer, and the limit is used up long before. */
    private static final Duration LENGTH = Duration.ofSeconds(40);

    private static final Duration SERVER_DIES = Duration.ofSeconds(8);

    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(4);
    private final List<AutoCloseable> open = new ArrayList<>();
    /** Permits by the millisecond. */
    private final Map<Long, Long> sliding = new ConcurrentSkipListMap<>();

    private final Map<Long, Long> fixed = new ConcurrentSkipListMap<>();

    @Test
    void aLimitIsUsedUpAndNeverMoreWhileAServerDies() throws Exception {
        try (InfinispanNodes nodes = InfinispanNodes.start(3)) {
            List<LeasingQuotaStore> replicas = new ArrayList<>();
            for (int i = 0; i < RATES.length; i++) {
                replicas.add(replica(i, nodes));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> replicas.stream()
                    .allMatch(replica -> replica.state().status() == StoreState.Status.UP));
            long start = Clock.system().epochMillis();
            for (int i = 0; i < RATES.length; i++) {
                ask(replicas.get(i), RATES[i]);
            }
            timers.schedule(() -> nodes.kill9(0), SERVER_DIES.toMillis(), TimeUnit.MILLISECONDS);

            await().pollInterval(Duration.ofSeconds(1))
                    .atMost(LENGTH.plusSeconds(10))
                    .until(() -> Clock.system().epochMillis() >= start + LENGTH.toMillis());
            timers.shutdownNow();

            assertThat(timers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            long granted = sliding.values().stream().mapToLong(Long::longValue).sum();
            assertThat(granted).isBetween(LIMIT * 95 / 100, LIMIT);
            assertThat(byMinute()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(LIMIT));
            assertThat(byMinute()).anySatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(LIMIT * 85 / 100));
        } finally {
            for (AutoCloseable each : open) {
                each.close();
            }
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
        QuotaAccount slides = store.account(QuotaKey.pool("p", "pool", "*"), requests(Window.SLIDING));
        QuotaAccount begins = store.account(QuotaKey.consumer("caller"), requests(Window.FIXED));
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

    private List<Long> byMinute() {
        Map<Long, Long> minutes = new ConcurrentSkipListMap<>();
        fixed.forEach((at, count) -> minutes.merge(at / MINUTE, count, Long::sum));
        return List.copyOf(minutes.values());
    }

    private static Limits requests(Window window) {
        return new Limits(List.of(new Limit(Dimension.REQUESTS_PER_MINUTE, LIMIT, window)));
    }
}
