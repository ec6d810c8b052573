package io.keywell.quota.lease;

import io.keywell.catalog.Limits;
import io.keywell.core.Clock;
import io.keywell.core.QuotaKey;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.lease.StoreState.Status;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Counts over several replicas. What is limited is counted in cells that the replicas share; each leases permits from them
 * ahead of need and gives them out by itself, so that a request costs no round trip. Permits belong to a slot of time, and
 * what is leased of a window by all replicas together is never more than the limit: so nothing that is lost on the
 * way, no replica and no node of the cluster that dies, lets more through.
 *
 * <p>Accounts are forgotten like those in memory: see {@link io.keywell.quota.local.LocalQuotaStore}.
 */
public final class LeasingQuotaStore implements QuotaStore {

    private static final long IDLE_MILLIS = 600_000;
    private static final int MOST_ACCOUNTS = 10_000;
    private static final long SWEEP_MILLIS = 60_000;
    private static final long FULL_SWEEP_MILLIS = 1_000;

    /** After a loss of state nothing is granted of a minute's limits for about so long. */
    private static final long LEARNING_MILLIS = 61_200;

    private final Replica replica;
    private final ConcurrentHashMap<QuotaKey, LeasingAccount> accounts = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong openPermits = new AtomicLong();
    private final AtomicLong lastSweep = new AtomicLong();
    private volatile StoreState state;

    /** @param random not for secrets */
    public LeasingQuotaStore(
            CellCache cells,
            Clock clock,
            Timers timers,
            RandomGenerator random,
            LeaseSettings settings,
            LeaseObserver observer) {
        Breaker breaker = new Breaker(clock, this::reachabilityChanged);
        Cluster cluster = new Cluster(cells, clock, observer, breaker);
        IncarnationWatch watch =
                new IncarnationWatch(cluster, clock, timers, random, settings, this::incarnationChanged);
        this.replica = new Replica(settings, clock, timers, random, cluster, watch);
        this.state = new StoreState(Status.DOWN, settings.outage(), clock.epochMillis());
    }

    /** Begins to look for the cluster, which need not be there. Returns at once. */
    public void start() {
        replica.watch().start();
    }

    @Override
    public QuotaAccount account(QuotaKey key, Limits limits) {
        LeasingAccount account = accounts.get(key);
        if (account == null) {
            account = open(key, limits);
        }
        account.limit(limits);
        return account;
    }

    private LeasingAccount open(QuotaKey key, Limits limits) {
        sweep();
        if (limits.isEmpty() && accounts.size() >= MOST_ACCOUNTS) {
            return new LeasingAccount(this, key, replica);
        }
        return accounts.computeIfAbsent(key, missing -> new LeasingAccount(this, missing, replica));
    }

    private void sweep() {
        long now = replica.clock().epochMillis();
        boolean full = accounts.size() >= MOST_ACCOUNTS;
        long last = lastSweep.get();
        long since = now - last;
        boolean early = since >= 0 && since < (full ? FULL_SWEEP_MILLIS : SWEEP_MILLIS);
        if (early || !lastSweep.compareAndSet(last, now)) {
            return;
        }
        for (LeasingAccount account : accounts.values()) {
            if (account.retire(full ? 0 : IDLE_MILLIS)) {
                forget(account);
            }
        }
    }

    /** The account was retired: the next request for its key makes a new one. */
    void forget(LeasingAccount account) {
        accounts.remove(account.key(), account);
    }

    @Override
    public void onFreed(Runnable listener) {
        listeners.add(listener);
    }

    void freed() {
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    void permitOpened() {
        openPermits.incrementAndGet();
    }

    /** @param freed whether others may find room now */
    void permitEnded(boolean freed) {
        openPermits.decrementAndGet();
        if (freed) {
            freed();
        }
    }

    /** Permits that have not ended yet. At rest it must be 0: anything else was leaked. */
    public long openPermits() {
        return openPermits.get();
    }

    /** Accounts in memory. */
    public int accounts() {
        return accounts.size();
    }

    /** How the store is at present. */
    public StoreState state() {
        return updateState();
    }

    private void reachabilityChanged() {
        updateState();
        if (!replica.cluster().breaker().isOpen()) {
            accounts.values().forEach(account -> account.wake(false));
            freed();
        }
    }

    private void incarnationChanged() {
        updateState();
        accounts.values().forEach(account -> account.wake(true));
        replica.timers().at(LEARNING_MILLIS, this::updateState);
    }

    private synchronized StoreState updateState() {
        StoreState before = state;
        long now = replica.clock().epochMillis();
        Status status = status(now);
        if (status != before.status()) {
            state = new StoreState(status, replica.settings().outage(), now);
            replica.observer().stateChanged(before, state);
        }
        return state;
    }

    private Status status(long nowMillis) {
        Incarnation known = replica.watch().known();
        if (known == null || replica.cluster().breaker().isOpen()) {
            return replica.settings().outage() instanceof Outage.Closed ? Status.DOWN : Status.DEGRADED;
        }
        boolean learns = nowMillis < known.openAtMillis()
                || (known.lostAtMillis() != 0 && nowMillis < known.lostAtMillis() + LEARNING_MILLIS);
        return learns ? Status.LEARNING : Status.UP;
    }

    /** Gives back what is not used, if the cluster still listens. Permits that are out may still end afterwards. */
    @Override
    public void close() {
        accounts.values().forEach(LeasingAccount::leave);
        replica.watch().stop();
        listeners.clear();
        accounts.clear();
    }
}
