package io.keywell.governance.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pool that Hibernate uses, and where it connects to: asked for each connection, because the embedded server's port is
 * not known when the pool is made.
 */
@Singleton
public final class DatabasePool implements PgPoolCreator {

    /** Who asks while the database is away is told so instead of standing in a line. */
    private static final int LONGEST_WAIT_SECONDS = 5;

    private final CompletableFuture<List<PgConnectOptions>> where = new CompletableFuture<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final DatabaseMode mode;

    DatabasePool(DatabaseSettings settings) {
        this.mode = settings.mode();
    }

    @Override
    public Pool create(Input input) {
        List<PgConnectOptions> given = input.pgConnectOptionsList();
        if (mode == DatabaseMode.EXTERNAL) {
            given.forEach(options -> options.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(LONGEST_WAIT_SECONDS)));
            where.complete(given);
        }
        PoolOptions options = input.poolOptions()
                .setConnectionTimeout(LONGEST_WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        return PgBuilder.pool()
                .with(options)
                .using(input.vertx())
                .connectingTo(this::next)
                .build();
    }

    /** The embedded server runs. */
    void found(PgConnectOptions options) {
        where.complete(List.of(options));
    }

    /** How to connect, for one who wants a connection of its own; of several servers the next in turn. */
    public CompletionStage<PgConnectOptions> options() {
        return where.thenApply(all -> new PgConnectOptions(all.get(Math.floorMod(turn.getAndIncrement(), all.size()))));
    }

    private Future<SqlConnectOptions> next() {
        return Future.fromCompletionStage(options().thenApply(options -> options));
    }
}
