package io.keywell.quota.local;

import io.keywell.catalog.Limits;
import io.keywell.core.Clock;
import io.keywell.core.Dimension;
import io.keywell.core.Level;
import io.keywell.core.Observation;
import io.keywell.core.QuotaKey;
import io.keywell.quota.Decision;
import io.keywell.quota.QuotaAccount;
import io.keywell.quota.rule.Cell;
import io.keywell.quota.rule.Grant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A cell behind a lock. The clock is read under the lock, so that grants get times in their order.
 *
 * <p>A retired account counts nothing any more: whoever still has it is led to its successor.
 */
final class LocalAccount implements QuotaAccount {

    private final LocalQuotaStore store;
    private final QuotaKey key;
    private final Clock clock;
    private final Cell cell;
    private volatile Limits limits = Limits.NONE;
    /** In which use in an earlier life of the replica may count; null when there is none. */
    private volatile @Nullable Dimension lasting;

    private long usedAtMillis;
    private boolean retired;

    LocalAccount(LocalQuotaStore store, QuotaKey key, Clock clock, Cell cell) {
        this.store = store;
        this.key = key;
        this.clock = clock;
        this.cell = cell;
        this.usedAtMillis = clock.epochMillis();
    }

    @Override
    public QuotaKey key() {
        return key;
    }

    /** Puts limits in force if they differ; two reads when they do not. */
    void limit(Limits wanted) {
        if (wanted == limits) {
            return;
        }
        boolean rose = false;
        synchronized (this) {
            if (!wanted.equals(limits)) {
                rose = cell.limit(wanted, clock.epochMillis());
            }
            lasting = lasting(key, wanted);
            limits = wanted;
        }
        if (rose) {
            store.freed();
        }
    }

    private static @Nullable Dimension lasting(QuotaKey key, Limits limits) {
        if (!LocalQuotaStore.isOfProvider(key)) {
            for (Limits.Limit limit : limits.all()) {
                if (limit.dimension().isLong()) {
                    return limit.dimension();
                }
            }
        }
        return null;
    }

    @Override
    public Decision tryAcquire(Need need) {
        Dimension counts = lasting;
        Decision unknown = counts == null ? null : store.unknown(counts);
        if (unknown != null) {
            return unknown;
        }
        synchronized (this) {
            if (!retired) {
                usedAtMillis = clock.epochMillis();
                Grant grant = cell.grant(need, usedAtMillis);
                if (grant == null) {
                    return cell.denial(need);
                }
                store.permitOpened();
                return new LocalPermit(this, grant);
            }
        }
        return successor().tryAcquire(need);
    }

    @Override
    public CompletionStage<Decision> acquire(Need need) {
        Decision decision = tryAcquire(need);
        boolean asking = decision instanceof Decision.Denied denied && denied.reason() == Decision.Reason.ASKING;
        return asking ? store.asked().thenApply(over -> tryAcquire(need)) : CompletableFuture.completedFuture(decision);
    }

    synchronized void sending(LocalPermit permit) {
        cell.sending(permit.grant(), clock.epochMillis());
    }

    boolean settle(LocalPermit permit, long inputTokens, long outputTokens) {
        boolean freed;
        synchronized (this) {
            if (!permit.end()) {
                return false;
            }
            freed = cell.settle(permit.grant(), inputTokens, outputTokens, clock.epochMillis());
        }
        ended(freed);
        return true;
    }

    boolean release(LocalPermit permit) {
        boolean freed;
        synchronized (this) {
            if (!permit.end()) {
                return false;
            }
            freed = cell.release(permit.grant(), clock.epochMillis());
        }
        ended(freed);
        return true;
    }

    private void ended(boolean freed) {
        store.permitEnded();
        if (freed) {
            store.freed();
        }
    }

    @Override
    public void observe(Observation observation) {
        if (!observed(observation)) {
            successor().observe(observation);
        }
    }

    private boolean observed(Observation observation) {
        boolean rose;
        synchronized (this) {
            if (retired) {
                return false;
            }
            usedAtMillis = clock.epochMillis();
            rose = cell.observe(observation, usedAtMillis);
        }
        if (rose) {
            store.freed();
        }
        return true;
    }

    /** False when the account was retired. */
    synchronized boolean recall(Dimension dimension, long amount, long atMillis) {
        if (!retired) {
            usedAtMillis = clock.epochMillis();
            cell.recall(dimension, amount, atMillis, usedAtMillis);
        }
        return !retired;
    }

    @Override
    public double headroom() {
        synchronized (this) {
            if (!retired) {
                return cell.headroom(clock.epochMillis());
            }
        }
        return successor().headroom();
    }

    @Override
    public long grantable(Need need, long untilMillis, long enough) {
        synchronized (this) {
            if (!retired) {
                return cell.grantable(need, untilMillis, enough, clock.epochMillis());
            }
        }
        return successor().grantable(need, untilMillis, enough);
    }

    @Override
    public List<Level> levels() {
        synchronized (this) {
            if (!retired) {
                return cell.levels(clock.epochMillis());
            }
        }
        return successor().levels();
    }

    /** Ends the account's life if it was not used for so long and nothing would be forgotten. */
    synchronized boolean retire(long idleMillis) {
        long now = clock.epochMillis();
        retired = retired || (now - usedAtMillis >= idleMillis && cell.quiet(now));
        return retired;
    }

    private QuotaAccount successor() {
        store.forget(this);
        return store.account(key, limits);
    }
}
