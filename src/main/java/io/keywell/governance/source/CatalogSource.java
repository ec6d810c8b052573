package io.keywell.governance.source;

import io.keywell.catalog.config.Problem;
import io.keywell.governance.database.DatabaseStatus;
import io.keywell.governance.database.Outage;
import io.keywell.governance.store.SecretBox;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the database: on one connection of its own it listens for changes, looks twice a second whether it has missed one, and
 * puts what has changed in force. While the database is away, what was read stays in force and it connects again. All of
 * its state belongs to one Vert.x context; rows are turned into a catalog on a worker thread.
 */
public final class CatalogSource implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CatalogSource.class);

    /** Also what a lost notice costs at most. */
    private static final long LOOK_MILLIS = 500;

    /** Rows that could not be read are read again after so many looks, or when they have changed. */
    private static final int LOOKS_BEFORE_AGAIN = 20;

    private static final long NONE = -1;

    private final Vertx vertx;
    private final Context context;
    private final Supplier<CompletionStage<PgConnectOptions>> where;
    private final Supplier<CompletionStage<@Nullable SecretBox>> boxes;
    private final Assembly assembly;
    private final DatabaseStatus status;
    private final Consumer<@Nullable String> listener;

    private @Nullable PgConnection connection;
    private boolean busy;
    private boolean again;
    private boolean closed;
    private long timer;
    private long unreadable = NONE;
    private int looksLeft;
    private final CompletableFuture<Void> firstAnswer = new CompletableFuture<>();
    private final CompletableFuture<Void> firstReading = new CompletableFuture<>();
    private volatile long revision = NONE;
    private volatile @Nullable String fault;

    /**
     * @param where a new connection's options
     * @param boxes opens the secrets; null when no key-encryption key is configured
     * @param listener told when rows cannot be read, though the database answers, and null when they can again
     */
    CatalogSource(
            Vertx vertx,
            Supplier<CompletionStage<PgConnectOptions>> where,
            Supplier<CompletionStage<@Nullable SecretBox>> boxes,
            Assembly assembly,
            DatabaseStatus status,
            Consumer<@Nullable String> listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.where = where;
        this.boxes = boxes;
        this.assembly = assembly;
        this.status = status;
        this.listener = listener;
    }

    /** Until the first reading the catalog in force says that it is not whole. */
    void expectRows() {
        assembly.expectRows();
    }

    void start() {
        context.runOnContext(ignored -> {
            timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
            look();
        });
    }

    /** Completes when the database has told rows for the first time, be they in force or wrong. */
    CompletionStage<Void> firstAnswer() {
        return firstAnswer;
    }

    /** Completes when rows are in force for the first time. */
    CompletionStage<Void> firstReading() {
        return firstReading;
    }

    /** The revision of the rows that are in force; -1 before the first reading. */
    public long revision() {
        return revision;
    }

    /** Why the newest rows are not in force although the database answers; null when they are. Without secrets. */
    public @Nullable String fault() {
        return fault;
    }

    /** What is in the database and not in force, because it is wrong. Without secrets. */
    public List<Problem> problems() {
        return assembly.problems();
    }

    @Override
    public void close() {
        context.runOnContext(ignored -> {
            closed = true;
            vertx.cancelTimer(timer);
            drop();
        });
    }

    /** One look at a time; a notice in between leads to another one. */
    private void look() {
        if (closed) {
            return;
        }
        if (busy) {
            again = true;
            return;
        }
        busy = true;
        again = false;
        connected().compose(this::catchUp).onComplete(done -> {
            busy = false;
            if (done.failed() && (connection == null || Outage.isAway(done.cause()))) {
                status.away(done.cause());
                LOG.debug("The database could not be asked", done.cause());
                drop();
                return;
            }
            status.up();
            if (done.failed()) {
                failed(done.cause());
            } else if (again) {
                look();
            }
        });
    }

    /** The database answers; what it holds cannot be understood. The last catalog stays. */
    private void failed(Throwable cause) {
        drop();
        looksLeft = LOOKS_BEFORE_AGAIN;
        StackTraceElement[] stack = cause.getStackTrace();
        // Not the message: it may quote a row.
        String told = cause.getClass().getSimpleName() + (stack.length == 0 ? "" : " at " + stack[0]);
        if (!told.equals(fault)) {
            LOG.errorf("The rows cannot be read (%s); what was read before stays in force", told);
            fault = told;
            firstAnswer.complete(null);
            listener.accept(told);
        }
    }

    private void readable() {
        unreadable = NONE;
        if (fault != null) {
            LOG.info("The rows can be read again");
            fault = null;
            listener.accept(null);
        }
    }

    private Future<PgConnection> connected() {
        PgConnection open = connection;
        if (open != null) {
            return Future.succeededFuture(open);
        }
        return Future.fromCompletionStage(where.get(), context)
                .compose(options -> PgConnection.connect(vertx, options))
                .compose(made -> {
                    connection = made;
                    made.notificationHandler(notice -> context.runOnContext(ignored -> look()));
                    made.closeHandler(ignored -> connection = connection == made ? null : connection);
                    return made.query("listen keywell_catalog").execute().map(made);
                });
    }

    private Future<Void> catchUp(PgConnection open) {
        RowQueries queries = new RowQueries(open, this::onWorker);
        return queries.revision().compose(now -> {
            if (now == unreadable && looksLeft-- > 0) {
                return Future.succeededFuture();
            }
            if (now != revision) {
                unreadable = now;
                long known = now < revision ? NONE : revision;
                return Future.fromCompletionStage(boxes.get(), context)
                        .compose(box -> queries.read(known, new UnitRows(box)))
                        .compose(this::putInForce);
            }
            return assembly.isOverdue() ? onWorker(assembly::lay) : Future.succeededFuture();
        });
    }

    private Future<Void> putInForce(RowQueries.Reading reading) {
        return onWorker(() -> assembly.change(reading.units(), reading.changed() == null))
                .onSuccess(done -> {
                    revision = reading.revision();
                    readable();
                    firstReading.complete(null);
                    firstAnswer.complete(null);
                    LOG.debugf("Rows of revision %d are in force", reading.revision());
                });
    }

    private Future<Void> onWorker(Runnable work) {
        // Not after what others of this context wait for: only one look runs at a time.
        return context.executeBlocking(
                () -> {
                    work.run();
                    return null;
                },
                false);
    }

    private void drop() {
        PgConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
