package io.keywell.governance.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the database up before the first request: the embedded server is started, the schema is brought to this version.
 * An embedded server that does not start stops the gateway, because nobody else would notice; an operator's database that is
 * away is not waited for: it is tried again until it is there, while the gateway serves what is configured.
 */
@Singleton
public final class Database {

    private static final Logger LOG = Logger.getLogger(Database.class);

    /** After the configuration was read, before anybody wants rows. */
    private static final int EARLY = 10;

    /** After everybody who may still write. */
    private static final int LATE = Integer.MAX_VALUE;

    /** A start waits no longer than this for an operator's database to say anything. */
    private static final long PATIENCE_SECONDS = 8;

    private static final long RETRY_SECONDS = 2;

    private final DatabaseSettings settings;
    private final DatabasePool pool;
    private final DatabaseStatus status;
    private final SecureRandom random;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    /** Completes when it is ready or known to be away. */
    private final CompletableFuture<Void> asked = new CompletableFuture<>();

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "keywell-database");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable EmbeddedServer server;

    Database(DatabaseSettings settings, DatabasePool pool, DatabaseStatus status, SecureRandom random) {
        this.random = random;
        this.settings = settings;
        this.pool = pool;
        this.status = status;
    }

    /** Completes when the schema is there: at once after the start, or later, or never without a database. */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        switch (settings.mode()) {
            case EMBEDDED -> startEmbedded();
            case EXTERNAL -> startExternal();
            case NONE -> {}
        }
    }

    private void startEmbedded() {
        EmbeddedServer made = new EmbeddedServer(settings.dataDir().resolve("postgres"), random);
        try {
            made.start();
            server = made;
            PgConnectOptions where = made.options();
            Migrations.run(where);
            pool.found(where);
        } catch (IOException | RuntimeException e) {
            made.close();
            throw new ConfigurationException(
                    DatabaseMode.PROPERTY + ": the gateway's own PostgreSQL does not start in "
                            + settings.dataDir().toAbsolutePath()
                            + "; set it to external or none, or see the log there",
                    e);
        }
        up();
    }

    private void startExternal() {
        worker.execute(this::tryExternal);
        try {
            asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.debug("The database has not answered yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new CompletionException(e);
        }
        if (!ready.isDone()) {
            LOG.warn("The database is not ready; the gateway starts with what is configured, and looks again");
        }
    }

    private void tryExternal() {
        try {
            Migrations.run(pool.options().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            up();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            status.away(e);
            LOG.debug("The database could not be brought up", e);
            asked.complete(null);
            if (!worker.isShutdown()) {
                var unused = worker.schedule(this::tryExternal, RETRY_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private void up() {
        status.up();
        ready.complete(null);
        asked.complete(null);
    }

    void stop(@Observes @Priority(LATE) ShutdownEvent event) {
        worker.shutdownNow();
        EmbeddedServer running = server;
        if (running != null) {
            running.close();
        }
    }
}
