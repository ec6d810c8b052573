package io.keywell.quota.lease;

import io.keywell.core.QuotaKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Cells in the memory of the test, which answer at once. Nothing expires. */
public final class MemoryCells implements CellCache {

    private final Map<QuotaKey, Versioned> cells = new HashMap<>();
    private long versions;
    private long operations;

    /** Cells of a cluster in which replicas have been at work for long. */
    public static MemoryCells settled(long nowMillis) {
        MemoryCells cells = new MemoryCells();
        cells.create(INCARNATION, new Incarnation(7, 0, 0, nowMillis).encode(0), Duration.ofDays(1));
        return cells;
    }

    @Override
    public synchronized CompletionStage<Versioned> read(QuotaKey key) {
        operations++;
        return CompletableFuture.completedFuture(cells.get(key));
    }

    @Override
    public synchronized CompletionStage<Boolean> create(QuotaKey key, byte[] value, Duration lifespan) {
        operations++;
        return CompletableFuture.completedFuture(cells.putIfAbsent(key, new Versioned(++versions, value)) == null);
    }

    @Override
    public synchronized CompletionStage<Boolean> swap(QuotaKey key, long version, byte[] value, Duration lifespan) {
        operations++;
        Versioned present = cells.get(key);
        if (present == null || present.version() != version) {
            return CompletableFuture.completedFuture(false);
        }
        cells.put(key, new Versioned(++versions, value));
        return CompletableFuture.completedFuture(true);
    }

    synchronized long operations() {
        return operations;
    }

    synchronized Versioned cell(QuotaKey key) {
        return cells.get(key);
    }

    synchronized void put(QuotaKey key, byte[] value) {
        cells.put(key, new Versioned(++versions, value));
    }

    synchronized void clear() {
        cells.clear();
    }

    /** What is there, to go back to. */
    synchronized Map<QuotaKey, Versioned> snapshot() {
        return Map.copyOf(cells);
    }

    synchronized void goBackTo(Map<QuotaKey, Versioned> snapshot) {
        cells.clear();
        cells.putAll(snapshot);
    }

    synchronized void remove(QuotaKey key) {
        cells.remove(key);
    }
}
