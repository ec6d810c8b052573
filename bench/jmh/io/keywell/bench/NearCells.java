package io.keywell.bench;

import io.keywell.core.QuotaKey;
import io.keywell.quota.lease.CellCache;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A cluster's cells in this process, a millisecond away. All of it happens on one thread. */
final class NearCells implements CellCache {

    private final ScheduledExecutorService thread;
    private final Map<QuotaKey, Versioned> cells = new HashMap<>();
    private long versions;

    NearCells(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    private <T> CompletionStage<T> later(Supplier<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        var unused = thread.schedule(() -> answer.complete(work.get()), 1, TimeUnit.MILLISECONDS);
        return answer;
    }

    @Override
    public CompletionStage<Versioned> read(QuotaKey key) {
        return later(() -> cells.get(key));
    }

    @Override
    public CompletionStage<Boolean> create(QuotaKey key, byte[] value, Duration lifespan) {
        return later(() -> cells.putIfAbsent(key, new Versioned(++versions, value)) == null);
    }

    @Override
    public CompletionStage<Boolean> swap(QuotaKey key, long version, byte[] value, Duration lifespan) {
        return later(() -> {
            Versioned present = cells.get(key);
            boolean swaps = present != null && present.version() == version;
            if (swaps) {
                cells.put(key, new Versioned(++versions, value));
            }
            return swaps;
        });
    }
}
