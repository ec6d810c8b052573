package io.keywell.quota.local;

import io.keywell.catalog.Limits;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.rule.Cell;
import io.keywell.quota.rule.Precision;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts in memory, for one replica. Each account has a lock of its own that is held for about a microsecond and never
 * across a call out, so it may be used from event loops; listeners are told after the lock is free.
 *
 * <p>Model names can be invented by callers, so accounts are not kept for ever: one on which nothing is counted, held or
 * held back is forgotten after {@value #IDLE_MILLIS} ms without use, when another one is made. Beyond
 * {@value #DEFAULT_MOST_ACCOUNTS} accounts idle ones go at once, and a new thing without configured limits gets an
 * account that is not kept: it limits nothing and learns nothing.
 */
public final class LocalQuotaStore implements QuotaStore {

    private static final long IDLE_MILLIS = 600_000;
    private static final int DEFAULT_MOST_ACCOUNTS = 10_000;
    private static final long SWEEP_MILLIS = 60_000;
    private static final long FULL_SWEEP_MILLIS = 1_000;
    private static final long ASK_AGAIN_MILLIS = 1_000;

    /** 250 ms in a minute, 6 minutes in a day. */
    private static final int SLOTS = 240;

    /** What callers use is counted by us alone. */
    private static final Precision OURS = new Precision(SLOTS, 0);

    /** What a provider limits is counted there again, on requests that travelled: one slot of a minute as a guard. */
    private static final Precision PROVIDERS = new Precision(SLOTS, 250);

    private final Clock clock;
    private final int mostAccounts;
    private final ConcurrentHashMap<QuotaKey, LocalAccount> accounts = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong openPermits = new AtomicLong();
    private final AtomicLong lastSweep = new AtomicLong();
    private volatile @Nullable CompletableFuture<Void> askingForEarlierUse;

    public LocalQuotaStore(Clock clock) {
        this(clock, DEFAULT_MOST_ACCOUNTS);
    }

    LocalQuotaStore(Clock clock, int mostAccounts) {
        this.clock = clock;
        this.mostAccounts = mostAccounts;
    }

    @Override
    public QuotaAccount account(QuotaKey key, Limits limits) {
        return limited(key, limits);
    }

    private LocalAccount limited(QuotaKey key, Limits limits) {
        LocalAccount account = accounts.get(key);
        if (account == null) {
            account = open(key, limits);
        }
        account.limit(limits);
        return account;
    }

    private LocalAccount open(QuotaKey key, Limits limits) {
        sweep();
        if (limits.isEmpty() && accounts.size() >= mostAccounts) {
            return newAccount(key);
        }
        return accounts.computeIfAbsent(key, this::newAccount);
    }

    private LocalAccount newAccount(QuotaKey key) {
        return new LocalAccount(this, key, clock, new Cell(isOfProvider(key) ? PROVIDERS : OURS));
    }

    static boolean isOfProvider(QuotaKey key) {
        return key.kind().equals("pool");
    }

    private void sweep() {
        long now = clock.epochMillis();
        boolean full = accounts.size() >= mostAccounts;
        long last = lastSweep.get();
        long since = now - last;
        boolean early = since >= 0 && since < (full ? FULL_SWEEP_MILLIS : SWEEP_MILLIS);
        if (early || !lastSweep.compareAndSet(last, now)) {
            return;
        }
        for (LocalAccount account : accounts.values()) {
            if (account.retire(full ? 0 : IDLE_MILLIS)) {
                forget(account);
            }
        }
    }

    /** The account was retired: the next request for its key makes a new one. */
    void forget(LocalAccount account) {
        accounts.remove(account.key(), account);
    }

    /**
     * Until it is known what callers used in an earlier life of this replica, none is granted anything of a limit of a day
     * or of a budget: who comes while it is asked for waits, who comes later is denied as by a store out of reach. What
     * providers limit they tell themselves.
     *
     * @param counted completes after the last {@link #recall}
     * @param patience completes when nobody should wait any longer
     */
    public void expectEarlierUse(CompletionStage<Void> counted, CompletionStage<Void> patience) {
        CompletableFuture<Void> asking = new CompletableFuture<>();
        askingForEarlierUse = asking;
        patience.whenComplete((over, failure) -> asking.complete(null));
        counted.whenComplete((done, failure) -> {
            askingForEarlierUse = null;
            asking.complete(null);
        });
    }

    /** Why nothing can be said of a limit now; null when its use is known. */
    Decision.@Nullable Denied unknown(Dimension dimension) {
        CompletableFuture<Void> asking = askingForEarlierUse;
        if (asking == null) {
            return null;
        }
        Decision.Reason reason = asking.isDone() ? Decision.Reason.UNREACHABLE : Decision.Reason.ASKING;
        return new Decision.Denied(dimension, clock.epochMillis() + ASK_AGAIN_MILLIS, reason);
    }

    /** Completes when it is no longer asked for what was used earlier, whether or not it is known then. */
    CompletionStage<Void> asked() {
        CompletableFuture<Void> asking = askingForEarlierUse;
        return asking == null ? CompletableFuture.completedFuture(null) : asking;
    }

    /**
     * Counts what was used in an earlier life of this replica, as far as it still counts.
     *
     * @param atMillis when it was used, epoch milliseconds
     */
    public void recall(QuotaKey key, Limits limits, Dimension dimension, long amount, long atMillis) {
        LocalAccount account = limited(key, limits);
        while (!account.recall(dimension, amount, atMillis)) {
            forget(account);
            account = limited(key, limits);
        }
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

    void permitEnded() {
        openPermits.decrementAndGet();
    }

    /** Permits that have not ended yet. At rest it must be 0: anything else was leaked. */
    public long openPermits() {
        return openPermits.get();
    }

    /** Accounts in memory. */
    public int accounts() {
        return accounts.size();
    }

    /** Permits that are out may still end afterwards. */
    @Override
    public void close() {
        listeners.clear();
        accounts.clear();
    }
}
