package io.keywell.quota.lease;

import io.keywell.core.QuotaKey;
import io.keywell.quota.lease.CellCache.Versioned;
import io.keywell.quota.rule.SharedCell;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cluster for one account: reads the cell, changes it, swaps it, and starts again when another replica was
 * faster. One round at a time. What is held is changed under the account's lock, which is never held while the cluster
 * is asked.
 */
final class Leaser {

    /** Lost swaps in a row before the round is given up. */
    private static final int TRIES = 8;

    private final QuotaKey key;
    private final Object lock;
    private final Holdings holdings;
    private final Replica replica;
    private final Limbo limbo;
    private final Rounds rounds;
    private final LongSupplier time;

    /** @param account the account, whose lock guards it */
    Leaser(LeasingAccount account, Holdings holdings, Replica replica, Rounds rounds) {
        this.key = account.key();
        this.lock = account;
        this.time = account::time;
        this.holdings = holdings;
        this.replica = replica;
        this.rounds = rounds;
        this.limbo = new Limbo(key, holdings, replica.observer());
    }

    /** What comes of a round; called without the lock. */
    interface Rounds {

        /**
         * @param leased whether anything new can be used
         * @param raised whether a limit rose
         */
        void over(boolean leased, boolean raised);

        void failed();
    }

    /** One round; the caller saw to it that no other one is under way. */
    void round() {
        read(TRIES);
    }

    /** Whether there is something to find out. Under the lock. */
    boolean isUnsure() {
        return !limbo.isEmpty();
    }

    private void read(int tries) {
        replica.cluster().read(key).whenComplete(guarded((read, failure) -> {
            if (failure != null) {
                rounds.failed();
            } else {
                onRead(read, tries);
            }
        }));
    }

    private void onRead(@Nullable Versioned read, int tries) {
        SharedCell cell = read == null ? null : decoded(read);
        IncarnationWatch watch = replica.watch();
        Incarnation known = watch.known();
        boolean matches = known != null && cell != null && cell.incarnation() == known.id();
        if (known != null && matches && watch.isCertain()) {
            change(cell, read, known, tries);
            return;
        }
        // That there is no cell, or one of another time, means nothing before it is known which time it is. And after a
        // failure the cell may be one that the cluster went back to.
        (matches ? watch.ascertain() : watch.check()).whenComplete(guarded((incarnation, failure) -> {
            if (failure != null || incarnation == null) {
                rounds.failed();
            } else {
                change(cell, read, incarnation, tries);
            }
        }));
    }

    private @Nullable SharedCell decoded(Versioned read) {
        try {
            return SharedCell.decode(read.value(), replica.settings().precision(key.kind()));
        } catch (IllegalArgumentException e) {
            replica.observer().fault(key, e);
            return null;
        }
    }

    private void change(@Nullable SharedCell found, @Nullable Versioned read, Incarnation incarnation, int tries) {
        SharedCell cell;
        Change change;
        synchronized (lock) {
            long now = time.getAsLong();
            long version = read == null ? -1 : read.version();
            boolean lost = found == null
                    ? read != null || holdings.view.remembers(incarnation, now)
                    : holdings.view.sawMoreThan(found, replica.settings().replica(), now);
            if (lost || holdings.view.outlived(incarnation)) {
                limbo.lost();
            }
            limbo.settle(found, version, replica.settings().replica(), now);
            cell = found == null ? holdings.view.newCell(incarnation, now) : found;
            boolean recovers = holdings.view.recover(cell, incarnation, lost, now);
            boolean must = recovers || !limbo.isEmpty();
            change = holdings.plan(
                    cell,
                    must,
                    replica.watch().openAtMillis(incarnation),
                    now,
                    replica.clock().nanoTime());
            if (change != null) {
                change.version = version;
            }
            noteClock(cell, now);
        }
        if (change == null) {
            rounds.over(false, false);
        } else {
            write(cell, change, tries);
        }
    }

    private void noteClock(SharedCell cell, long now) {
        long behind = cell.timeMillis() - now;
        if (behind > Holdings.CLOCK_STEP_MILLIS) {
            replica.observer().clockBehind(key, behind);
        }
    }

    private void write(SharedCell cell, Change change, int tries) {
        byte[] value = cell.encode(replica.settings().replica(), change.id);
        Duration lifespan = Duration.ofMillis(cell.lifespanMillis());
        var written = change.version < 0
                ? replica.cluster().create(key, value, lifespan)
                : replica.cluster().swap(key, change.version, value, lifespan);
        written.whenComplete(guarded((made, failure) -> {
            if (failure != null) {
                failed(change, failure);
            } else if (Boolean.TRUE.equals(made)) {
                made(change, cell);
            } else {
                lostRace(change, tries);
            }
        }));
    }

    private void made(Change change, SharedCell cell) {
        synchronized (lock) {
            limbo.superseded();
            long now = time.getAsLong();
            long before = holdings.made(change, cell, now);
            if (change.leases() && before != 0) {
                replica.observer().leaseAge(key, now - before);
            }
        }
        for (Change.Part part : change.parts) {
            if (!part.leased.isEmpty()) {
                replica.observer().leased(key, part.stock.dimension, part.leased.total());
            }
            if (!part.returned.isEmpty()) {
                replica.observer().returned(key, part.stock.dimension, part.returned.total());
            }
        }
        rounds.over(change.leases() || change.claims > 0, change.raises);
    }

    /** A client that tries again by itself may have lost against its own first try: the cell will tell. */
    private void lostRace(Change change, int tries) {
        synchronized (lock) {
            limbo.add(change);
        }
        if (tries > 1) {
            read(tries - 1);
        } else {
            rounds.failed();
        }
    }

    private void failed(Change change, Throwable failure) {
        synchronized (lock) {
            if (Cluster.isRefusal(failure)) {
                holdings.unmade(change);
            } else {
                limbo.forfeit(change);
            }
        }
        rounds.failed();
    }

    /** A fault of our own must not keep the account from ever asking again. None comes from after the end of a round. */
    private <T extends @Nullable Object> BiConsumer<T, @Nullable Throwable> guarded(
            BiConsumer<T, @Nullable Throwable> task) {
        return (result, failure) -> {
            try {
                task.accept(result, failure);
            } catch (RuntimeException e) {
                replica.observer().fault(key, e);
                rounds.failed();
            }
        };
    }
}
