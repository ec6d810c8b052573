package io.keywell.ledger;

import io.keywell.core.CallRecord;
import io.keywell.core.Clock;
import io.keywell.ledger.journal.Journal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries records from the journal to the database: one batch at a time, and what the database does not take stays where
 * it is until it does. A backlog, of a burst or an outage, is no hurry while the journal has room: the drain rests longer
 * than it works, so that what calls need of the machine and others of the database is left to them. The fuller the journal,
 * the shorter the rest; and none while there is something of a dead process, as a start waits for that. Everything happens
 * on one thread, which waits for nothing but the disk.
 */
public final class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    private static final int LARGEST_BATCH = 1_000;
    /**
     * How long a record may stand in the journal of a gateway that has little to do. A batch costs the database as much as
     * some hundred rows, whatever its size: shorter times make the fewest calls the dearest.
     */
    private static final long IDLE_MILLIS = 500;

    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LONGEST_RETRY_MILLIS = 5_000;
    private static final long INSERT_TIMEOUT_MILLIS = 30_000;
    private static final long MAINTAIN_MILLIS = 1_000;
    private static final long STORE_MAINTAIN_MILLIS = 3_600_000;

    private final Journal journal;
    private final LedgerStore store;
    private final Background thread;
    private final Clock clock;

    private int limit = LARGEST_BATCH;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private long maintainedNanos;
    private long storeMaintainedNanos;
    private boolean storeMaintained;
    private boolean stopped;
    private volatile long written;
    private volatile long rejected;
    private volatile @Nullable String trouble;
    private volatile @Nullable CompletableFuture<Void> emptied;
    private final CompletableFuture<Void> takenOver = new CompletableFuture<>();

    /** The one thread. */
    public interface Background {
        void run(long delayMillis, Runnable task);
    }

    public Drain(Journal journal, LedgerStore store, Background thread, Clock clock) {
        this.journal = journal;
        this.store = store;
        this.thread = thread;
        this.clock = clock;
        this.maintainedNanos = clock.nanoTime();
    }

    public void start() {
        thread.run(0, this::step);
    }

    /** Ends when nothing was left to write, or could not be written; from then on nothing more is. */
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        emptied = end;
        return end;
    }

    /** Completes when everything that dead processes left is in the database. */
    public CompletionStage<Void> takenOver() {
        return takenOver.minimalCompletionStage();
    }

    private void step() {
        if (stopped) {
            return;
        }
        try {
            if (passed(maintainedNanos, MAINTAIN_MILLIS)) {
                maintainedNanos = clock.nanoTime();
                journal.maintain();
            }
            if (!storeMaintained || passed(storeMaintainedNanos, STORE_MAINTAIN_MILLIS)) {
                maintainStore();
                return;
            }
            List<CallRecord> batch = journal.read(limit);
            if (!takenOver.isDone() && !journal.takesOver()) {
                takenOver.complete(null);
            }
            if (batch.isEmpty()) {
                rest(IDLE_MILLIS, true);
            } else {
                insert(batch);
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void maintainStore() {
        within(store.maintain())
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                storeMaintained = true;
                                storeMaintainedNanos = clock.nanoTime();
                                thread.run(0, this::step);
                            } else {
                                failed(cause(failure));
                            }
                        },
                        task -> thread.run(0, task));
    }

    private void insert(List<CallRecord> batch) {
        long began = clock.nanoTime();
        within(store.insert(batch))
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                inserted(batch.size(), TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - began));
                            } else if (cause(failure) instanceof LedgerStore.Unwritable unwritable) {
                                refused(batch, unwritable);
                            } else {
                                failed(cause(failure));
                            }
                        },
                        task -> thread.run(0, task));
    }

    private static CompletionStage<Void> within(CompletionStage<Void> work) {
        return work.toCompletableFuture().copy().orTimeout(INSERT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void inserted(int count, long tookMillis) {
        journal.advance();
        written += count;
        if (trouble != null) {
            LOG.info("The ledger's database takes records again.");
            trouble = null;
        }
        retryMillis = FIRST_RETRY_MILLIS;
        boolean behind = count == limit || journal.waiting() >= limit || journal.takesOver();
        limit = Math.min(LARGEST_BATCH, limit * 2);
        rest(behind ? Math.min(IDLE_MILLIS, tookMillis * restsOfBatch()) : IDLE_MILLIS, false);
    }

    /**
     * How many times as long as a batch took the drain rests after it when more is waiting. Only up to the rest of a gateway
     * with little to do: what takes longer is a database that is far away, or waits itself, and none that is busy with us.
     */
    private int restsOfBatch() {
        double filled = journal.filled();
        if (journal.takesOver()) {
            return 0;
        }
        if (filled < 0.0625) {
            return 7;
        }
        return filled < 0.125 ? 3 : filled < 0.25 ? 1 : 0;
    }

    /** Looks for the record that is at fault by halves, and leaves it out. */
    private void refused(List<CallRecord> batch, LedgerStore.Unwritable why) {
        if (batch.size() > 1) {
            limit = batch.size() / 2;
        } else {
            rejected++;
            LOG.errorf("The call %s is not in the ledger: %s", batch.get(0).id(), why.getMessage());
            journal.advance();
        }
        rest(0, false);
    }

    private void failed(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (trouble == null) {
            LOG.warnf("The ledger's database does not take records: %s. They wait in the journal.", message);
        }
        trouble = message;
        CompletableFuture<Void> end = emptied;
        if (end != null) {
            halt(end);
            return;
        }
        rest(retryMillis, false);
        retryMillis = Math.min(LONGEST_RETRY_MILLIS, retryMillis * 2);
    }

    private void rest(long millis, boolean empty) {
        CompletableFuture<Void> end = emptied;
        if (end != null && empty) {
            halt(end);
            return;
        }
        thread.run(end == null ? millis : 0, this::step);
    }

    private void halt(CompletableFuture<Void> end) {
        stopped = true;
        end.complete(null);
    }

    private boolean passed(long sinceNanos, long millis) {
        return clock.nanoTime() - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** Records that the database has taken, those that it had before included. */
    public long written() {
        return written;
    }

    /** Records that the database refused for what they say. */
    public long rejected() {
        return rejected;
    }

    /** Why the database does not take records; null when it does. */
    public @Nullable String trouble() {
        return trouble;
    }
}
