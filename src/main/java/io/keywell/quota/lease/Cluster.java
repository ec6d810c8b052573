package io.keywell.quota.lease;

import io.keywell.core.Clock;
import io.keywell.core.QuotaKey;
import io.keywell.quota.lease.CellCache.Versioned;
import io.keywell.quota.lease.LeaseObserver.Operation;
import io.keywell.quota.lease.LeaseObserver.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cells of the cluster, with an eye on how it does. */
final class Cluster {

    private final CellCache cells;
    private final Clock clock;
    private final LeaseObserver observer;
    private final Breaker breaker;
    private final AtomicLong failures = new AtomicLong();

    Cluster(CellCache cells, Clock clock, LeaseObserver observer, Breaker breaker) {
        this.cells = cells;
        this.clock = clock;
        this.observer = observer;
        this.breaker = breaker;
    }

    LeaseObserver observer() {
        return observer;
    }

    Breaker breaker() {
        return breaker;
    }

    /** How many operations have failed so far. */
    long failures() {
        return failures.get();
    }

    CompletionStage<@Nullable Versioned> read(QuotaKey key) {
        return this.<@Nullable Versioned>watched(Operation.READ, () -> cells.read(key));
    }

    CompletionStage<Boolean> create(QuotaKey key, byte[] value, Duration lifespan) {
        return watched(Operation.CREATE, () -> cells.create(key, value, lifespan));
    }

    CompletionStage<Boolean> swap(QuotaKey key, long version, byte[] value, Duration lifespan) {
        return watched(Operation.SWAP, () -> cells.swap(key, version, value, lifespan));
    }

    /** Whether the failure says that nothing was changed. */
    static boolean isRefusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof CellCache.Refused;
    }

    private <T extends @Nullable Object> CompletionStage<T> watched(
            Operation operation, Supplier<CompletionStage<T>> start) {
        long began = clock.nanoTime();
        CompletionStage<T> stage;
        try {
            stage = start.get();
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedFuture(e);
        }
        return stage.whenComplete((result, failure) -> {
            observer.operation(operation, outcome(result, failure), clock.nanoTime() - began);
            if (failure == null) {
                breaker.succeeded(operation != Operation.READ);
            } else {
                failures.incrementAndGet();
                breaker.failed(operation != Operation.READ);
            }
        });
    }

    private static Outcome outcome(@Nullable Object result, @Nullable Throwable failure) {
        if (failure != null) {
            return isRefusal(failure) ? Outcome.REFUSED : Outcome.UNKNOWN;
        }
        return Boolean.FALSE.equals(result) ? Outcome.LOST : Outcome.DONE;
    }
}
