package io.keywell.quota.lease;

import io.keywell.core.QuotaKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A replica's connection to cells in memory, as slow and as broken as the test wants it. */
final class TestCells implements CellCache {

    /** What happens to an operation. */
    enum Line {
        FINE,
        /** It is not carried out, and the client knows. */
        REFUSED,
        /** It is not carried out, and nobody knows. */
        DEAD,
        /** Reads are carried out, changes are not. */
        READ_ONLY,
        /** Reads are carried out, changes too, but nobody hears of a change. */
        MUTE
    }

    private final MemoryCells cells;
    private final VirtualTimers timers;
    private final long delayMillis;
    Line line = Line.FINE;
    int operations;
    int writes;

    TestCells(MemoryCells cells, VirtualTimers timers, long delayMillis) {
        this.cells = cells;
        this.timers = timers;
        this.delayMillis = delayMillis;
    }

    @Override
    public CompletionStage<Versioned> read(QuotaKey key) {
        operations += key.equals(INCARNATION) ? 0 : 1;
        return answer(() -> cells.read(key), line == Line.MUTE || line == Line.READ_ONLY ? Line.FINE : line);
    }

    @Override
    public CompletionStage<Boolean> create(QuotaKey key, byte[] value, Duration lifespan) {
        return change(key, () -> cells.create(key, value, lifespan));
    }

    @Override
    public CompletionStage<Boolean> swap(QuotaKey key, long version, byte[] value, Duration lifespan) {
        return change(key, () -> cells.swap(key, version, value, lifespan));
    }

    private CompletionStage<Boolean> change(QuotaKey key, Supplier<CompletionStage<Boolean>> work) {
        operations += key.equals(INCARNATION) ? 0 : 1;
        writes += key.equals(INCARNATION) ? 0 : 1;
        return answer(work, line);
    }

    private <T> CompletionStage<T> answer(Supplier<CompletionStage<T>> work, Line how) {
        if (delayMillis == 0) {
            return now(work, how);
        }
        CompletableFuture<T> later = new CompletableFuture<>();
        timers.at(delayMillis, () -> now(work, how).whenComplete((result, failure) -> {
            if (failure == null) {
                later.complete(result);
            } else {
                later.completeExceptionally(failure);
            }
        }));
        return later;
    }

    private static <T> CompletionStage<T> now(Supplier<CompletionStage<T>> work, Line how) {
        switch (how) {
            case FINE -> {
                return work.get();
            }
            case REFUSED -> {
                return CompletableFuture.failedFuture(new Refused("unplugged", null));
            }
            case MUTE -> work.get();
            default -> {}
        }
        return CompletableFuture.failedFuture(new IllegalStateException("timed out"));
    }
}
