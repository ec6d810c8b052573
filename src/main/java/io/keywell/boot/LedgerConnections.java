package io.keywell.boot;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The ledger's own connections. They live on an event loop of their own: to encode a batch of a thousand rows takes a
 * millisecond, in which no call on the same loop would be answered.
 */
final class LedgerConnections {

    /** One writes; another is made when an answer was waited for too long. */
    private static final int MOST = 2;

    private static final int LONGEST_WAIT_SECONDS = 5;

    private final Vertx vertx;
    private final Pool pool;

    /**
     * @param where asked for each connection
     * @param prepared whether a connection keeps statements that it has prepared
     */
    LedgerConnections(Supplier<CompletionStage<PgConnectOptions>> where, boolean prepared) {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                // Nothing of ours is done there that could block it.
                .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1))
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        vertx.runOnContext(begun -> Thread.currentThread().setName("keywell-ledger-loop"));
        pool = PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(MOST)
                        .setConnectionTimeout(LONGEST_WAIT_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .using(vertx)
                .connectingTo(() -> Future.fromCompletionStage(where.get().thenApply(one -> options(one, prepared))))
                .build();
    }

    /** Statements of the ledger are long, and each batch is one: parsed and planned anew it costs a quarter more. */
    private static PgConnectOptions options(PgConnectOptions given, boolean prepared) {
        PgConnectOptions options = new PgConnectOptions(given);
        options.setCachePreparedStatements(prepared);
        options.setPreparedStatementCacheSqlFilter(statement -> true);
        return options;
    }

    Pool pool() {
        return pool;
    }

    /** Waits for no answer that does not come. */
    void close() throws InterruptedException, ExecutionException {
        try {
            ended(pool.close());
            // Nothing follows it: there is no thread left to tell that it has ended.
            ended(vertx.close());
        } catch (TimeoutException e) {
            // Its threads end with the process.
        }
    }

    private static void ended(Future<Void> work) throws InterruptedException, ExecutionException, TimeoutException {
        work.toCompletionStage().toCompletableFuture().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
