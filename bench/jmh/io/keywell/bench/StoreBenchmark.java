package io.keywell.bench;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Limits.Limit;
import io.keywell.catalog.Window;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision;
import io.keywell.quota.Permit;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaAccount.Need;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.lease.LeaseObserver;
import io.keywell.quota.lease.LeaseSettings;
import io.keywell.quota.lease.LeasingQuotaStore;
import io.keywell.quota.lease.Outage;
import io.keywell.quota.local.LocalQuotaStore;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What one request asks of a quota store, from admission to settlement: its caller and one of two pools, each limited in
 * four dimensions, as in {@code bench/cost}. The cluster's cells are in this process and answer on another thread after a
 * millisecond, so that this is the request path alone, without client and servers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StoreBenchmark {

    private static final QuotaKey CALLER = QuotaKey.consumer("bench");
    private static final QuotaKey[] POOLS = {QuotaKey.pool("json", "a", "*"), QuotaKey.pool("json", "b", "*")};
    private static final Need NEED = new Need(520, 1_000, true);
    private static final long MOST_STARTS = 20_000;

    /** Never reached, also at some million requests a second. */
    private static final Limits LIMITS = new Limits(List.of(
            new Limit(Dimension.REQUESTS_PER_MINUTE, 10_000_000_000L, Window.SLIDING),
            new Limit(Dimension.TOKENS_PER_MINUTE, 20_000_000_000_000L, Window.SLIDING),
            new Limit(Dimension.REQUESTS_PER_DAY, 10_000_000_000_000L, Window.SLIDING),
            new Limit(Dimension.CONCURRENT, 100_000, Window.SLIDING)));

    @Param({"local", "cluster"})
    public String store;

    private ScheduledExecutorService background;
    private QuotaStore quota;
    private long requests;
    private long denied;

    @Setup
    public void prepare() throws InterruptedException {
        background = Executors.newSingleThreadScheduledExecutor();
        if (store.equals("local")) {
            quota = new LocalQuotaStore(Clock.system());
        } else {
            LeasingQuotaStore leasing = new LeasingQuotaStore(
                    new NearCells(background),
                    Clock.system(),
                    (millis, task) -> {
                        var unused = background.schedule(task, millis, TimeUnit.MILLISECONDS);
                    },
                    new Random(1),
                    LeaseSettings.of(7, Outage.CLOSED),
                    LeaseObserver.NONE);
            leasing.start();
            quota = leasing;
        }
        for (int i = 0; i < MOST_STARTS && !request(); i++) {
            Thread.sleep(1);
        }
        denied = 0;
    }

    @TearDown
    public void end() {
        background.shutdownNow();
        if (denied > requests / 1_000) {
            throw new IllegalStateException(denied + " of " + requests + " requests were denied");
        }
    }

    @Benchmark
    public boolean request() {
        requests++;
        QuotaAccount caller = quota.account(CALLER, LIMITS);
        Decision own = caller.tryAcquire(NEED);
        QuotaAccount first = quota.account(POOLS[0], LIMITS);
        QuotaAccount second = quota.account(POOLS[1], LIMITS);
        QuotaAccount chosen = first.headroom() >= second.headroom() ? first : second;
        Decision pool = chosen.tryAcquire(NEED);
        boolean granted = pool instanceof Permit && own instanceof Permit;
        if (pool instanceof Permit permit) {
            permit.sending();
            permit.settle(512, 40);
        }
        if (own instanceof Permit permit) {
            permit.settle(512, 40);
        }
        denied += granted ? 0 : 1;
        return granted;
    }
}
