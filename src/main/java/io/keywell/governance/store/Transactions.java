package io.keywell.governance.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Runs work on the rows. It may be called on any thread: a call that is on no Vert.x context of its own gets one, and
 * completes there.
 */
@Singleton
public final class Transactions {

    private final Vertx vertx;

    Transactions(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Everything is written when this completes, or nothing when it fails. A call inside of another one joins it. */
    public <T> Uni<T> write(Supplier<Uni<T>> work) {
        return onContext(() -> Panache.withTransaction(work));
    }

    /** For work that only reads. */
    public <T> Uni<T> read(Supplier<Uni<T>> work) {
        return onContext(() -> Panache.withSession(work));
    }

    /** As {@link #write}, but never joins another one: it is kept although that one is not. */
    public <T> Uni<T> alone(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            return onNewContext(() -> Panache.withTransaction(work))
                    .emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }

    private <T> Uni<T> onContext(Supplier<Uni<T>> work) {
        if (VertxContext.isOnDuplicatedContext()) {
            return Uni.createFrom().deferred(() -> work.get());
        }
        return onNewContext(work);
    }

    private <T> Uni<T> onNewContext(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context =
                    Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(ignored -> work.get().subscribe().with(emitter::complete, emitter::fail));
        });
    }
}
