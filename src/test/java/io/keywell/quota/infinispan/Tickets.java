package io.keywell.quota.infinispan;

import static org.awaitility.Awaitility.await;

import io.keywell.core.QuotaKey;
import io.keywell.quota.lease.CellCache;
import io.keywell.quota.lease.CellCache.Versioned;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writers that draw numbers from shared cells: each success takes the next number of its cell, so nobody else may get it. A
 * number that two get is a permit that was granted twice.
 */
final class Tickets implements AutoCloseable {

    private static final Duration LIFESPAN = Duration.ofMinutes(10);
    private static final int CELLS = 6;

    private final List<CellCache> replicas;
    private final boolean nonces;
    private final int writers;
    private final ExecutorService threads;
    private final Set<String> drawn = ConcurrentHashMap.newKeySet();
    private final AtomicLong successes = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong toldLost = new AtomicLong();
    private volatile boolean stopped;

    /**
     * @param replicas each with a client of its own
     * @param nonces whether every value says who wrote it, and with which of his writes
     */
    Tickets(List<CellCache> replicas, int writersEach, boolean nonces) {
        this.replicas = replicas;
        this.nonces = nonces;
        this.writers = replicas.size() * writersEach;
        this.threads = Executors.newFixedThreadPool(writers);
        for (int cell = 0; cell < CELLS; cell++) {
            begin(key(cell));
        }
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            threads.execute(() -> write(number));
        }
    }

    /** Servers that have only just found each other may need another try. */
    private void begin(QuotaKey key) {
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            replicas.get(0)
                    .create(key, new byte[Long.BYTES * (1 + writers)], LIFESPAN)
                    .toCompletableFuture()
                    .join();
            return true;
        });
    }

    private QuotaKey key(int cell) {
        return QuotaKey.pool("tickets-" + nonces, "cell-" + cell, "*");
    }

    private void write(int writer) {
        CellCache cells = replicas.get(writer % replicas.size());
        long[] mine = new long[CELLS];
        boolean[] doubted = new boolean[CELLS];
        for (long sequence = 1; !stopped; sequence++) {
            int cell = (int) (sequence % CELLS);
            try {
                Versioned old = cells.read(key(cell)).toCompletableFuture().join();
                ByteBuffer next = ByteBuffer.wrap(old.value().clone());
                int place = Long.BYTES * (1 + writer);
                if (nonces && doubted[cell] && next.getLong(place) == mine[cell]) {
                    toldLost.incrementAndGet();
                }
                long number = next.getLong(0) + 1;
                next.putLong(0, number);
                if (nonces) {
                    next.putLong(place, sequence);
                }
                mine[cell] = sequence;
                doubted[cell] = false;
                boolean swapped = cells.swap(key(cell), old.version(), next.array(), LIFESPAN)
                        .toCompletableFuture()
                        .join();
                doubted[cell] = !swapped;
                if (swapped) {
                    took(cell, number);
                }
            } catch (CompletionException | NullPointerException e) {
                unknown.incrementAndGet();
            }
        }
    }

    private void took(int cell, long number) {
        successes.incrementAndGet();
        if (!drawn.add(cell + "/" + number)) {
            duplicates.incrementAndGet();
        }
    }

    long successes() {
        return successes.get();
    }

    long duplicates() {
        return duplicates.get();
    }

    /** Numbers that were counted in a cell and that nobody knows to be his: the safe direction. */
    long surplus() {
        long counted = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            Versioned last =
                    replicas.get(0).read(key(cell)).toCompletableFuture().join();
            counted += ByteBuffer.wrap(last.value()).getLong(0);
        }
        return counted - (drawn.size());
    }

    @Override
    public String toString() {
        return "%d swaps, %d duplicates, %d without an outcome, %d told lost that had happened"
                .formatted(successes.get(), duplicates.get(), unknown.get(), toldLost.get());
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }
}
