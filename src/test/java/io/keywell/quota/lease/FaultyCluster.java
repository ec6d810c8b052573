package io.keywell.quota.lease;

import io.keywell.core.QuotaKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Cells behind a network that delays, loses and doubles what goes over it, in a time of the test. A request that timed out
 * may still be carried out later; one that was carried out may be said to have lost, because its client sent it twice.
 */
final class FaultyCluster {

    private static final long TIMEOUT_MILLIS = 300;

    private final VirtualTimers time;
    private final Random random;
    private final double faults;
    private final Map<QuotaKey, Entry> cells = new HashMap<>();
    private long versions;
    private WriteListener listener = (key, value) -> {};
    private long operations;
    private boolean away;

    /** How a server compares values that tries again what it may have done already; null = it does not. */
    private BiPredicate<byte[], byte[]> retries;

    private record Entry(long version, byte[] value, long expiresAt) {}

    interface WriteListener {
        void written(QuotaKey key, byte[] value);
    }

    /** @param faults how likely one is, 0..1 */
    FaultyCluster(VirtualTimers time, Random random, double faults) {
        this.time = time;
        this.random = random;
        this.faults = faults;
    }

    void onWrite(WriteListener newListener) {
        listener = newListener;
    }

    void retriesBy(BiPredicate<byte[], byte[]> sameValue) {
        retries = sameValue;
    }

    void put(QuotaKey key, byte[] value) {
        cells.put(key, new Entry(++versions, value, Long.MAX_VALUE));
    }

    void loseAll() {
        cells.clear();
    }

    /** What is left of it is as old as this, and an operator brings it back after some time. */
    void goBackBy(long agoMillis, long awayMillis) {
        Map<QuotaKey, Entry> old = new HashMap<>(cells);
        time.at(agoMillis, () -> away = true);
        time.at(agoMillis + awayMillis, () -> {
            cells.clear();
            cells.putAll(old);
            away = false;
        });
    }

    /** On limited things: looking which state the cluster holds costs the same however many there are. */
    long operations() {
        return operations;
    }

    CellCache connection() {
        return new CellCache() {
            @Override
            public CompletionStage<Versioned> read(QuotaKey key) {
                operations += key.equals(INCARNATION) ? 0 : 1;
                return send(
                        () -> {
                            Entry entry = entry(key);
                            return entry == null ? null : new Versioned(entry.version, entry.value);
                        },
                        null);
            }

            @Override
            public CompletionStage<Boolean> create(QuotaKey key, byte[] value, Duration lifespan) {
                operations += key.equals(INCARNATION) ? 0 : 1;
                return send(() -> entry(key) == null && write(key, value, lifespan), false);
            }

            @Override
            public CompletionStage<Boolean> swap(QuotaKey key, long version, byte[] value, Duration lifespan) {
                operations += key.equals(INCARNATION) ? 0 : 1;
                return send(() -> swapped(key, version, value, lifespan), false);
            }
        };
    }

    private boolean swapped(QuotaKey key, long version, byte[] value, Duration lifespan) {
        Entry entry = entry(key);
        if (entry != null && entry.version == version) {
            return write(key, value, lifespan);
        }
        boolean again = entry != null && retries != null && !key.equals(CellCache.INCARNATION);
        return again && random.nextInt(4) == 0 && retries.test(entry.value, value);
    }

    private Entry entry(QuotaKey key) {
        Entry entry = cells.get(key);
        return entry == null || entry.expiresAt <= time.now() ? null : entry;
    }

    private boolean write(QuotaKey key, byte[] value, Duration lifespan) {
        cells.put(key, new Entry(++versions, value, time.now() + lifespan.toMillis()));
        listener.written(key, value);
        return true;
    }

    /** @param lost what a client hears that sends again what was carried out already; null = the same as before */
    private <T> CompletionStage<T> send(Supplier<T> carriedOut, T lost) {
        Supplier<T> work = () -> away ? lost : carriedOut.get();
        CompletableFuture<T> reply = new CompletableFuture<>();
        if (away) {
            fail(reply);
            return reply;
        }
        if (random.nextDouble() >= faults) {
            time.at(delay(), () -> {
                T result = work.get();
                time.at(delay(), () -> reply.complete(result));
            });
            return reply;
        }
        switch (random.nextInt(6)) {
            case 0 -> reply.completeExceptionally(new CellCache.Refused("unplugged", null));
            case 1 -> fail(reply);
            case 2 -> {
                time.at(delay(), work::get);
                fail(reply);
            }
            case 3 -> {
                time.at(TIMEOUT_MILLIS + random.nextInt(2_000), work::get);
                fail(reply);
            }
            case 4 ->
                time.at(delay(), () -> {
                    T first = work.get();
                    time.at(delay(), () -> {
                        T second = work.get();
                        reply.complete(lost == null ? first : second);
                    });
                });
            default ->
                time.at(random.nextInt(250), () -> {
                    T result = work.get();
                    time.at(random.nextInt(250), () -> reply.complete(result));
                });
        }
        return reply;
    }

    private <T> void fail(CompletableFuture<T> reply) {
        time.at(TIMEOUT_MILLIS, () -> reply.completeExceptionally(new IllegalStateException("timed out")));
    }

    private long delay() {
        return 1 + random.nextInt(4);
    }

    static boolean sameBytes(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }
}
