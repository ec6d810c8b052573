package io.keywell.governance.source;

import io.keywell.catalog.LayeredCatalog;
import io.keywell.catalog.config.CatalogReader;
import io.keywell.catalog.config.KnownVendors;
import io.keywell.catalog.config.Overlay;
import io.keywell.catalog.config.Problem;
import io.keywell.core.Clock;
import io.keywell.governance.database.Database;
import io.keywell.governance.database.DatabaseMode;
import io.keywell.governance.database.DatabasePool;
import io.keywell.governance.database.DatabaseStatus;
import io.keywell.governance.live.Events;
import io.keywell.governance.store.BrokenSealException;
import io.keywell.governance.store.SecretBox;
import io.keywell.governance.store.SecretVault;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the database. A start waits for the first reading of its rows, and goes on with what is configured when that fails.
 * Without a database it does nothing.
 */
@Singleton
public final class CatalogFollower {

    private static final Logger LOG = Logger.getLogger(CatalogFollower.class);

    /** After {@link Database}. */
    private static final int AFTER_THE_DATABASE = 20;

    private static final int BEFORE_THE_DATABASE = 1;

    /** What else is started does not wait for rows; what wants them in force at its own start comes later than this. */
    private static final int AFTER_MOST_OTHERS = Interceptor.Priority.APPLICATION + 550;

    private static final long PATIENCE_SECONDS = 30;

    private final Database database;
    private final @Nullable CatalogSource source;

    CatalogFollower(
            Database database,
            DatabaseStatus status,
            DatabasePool pool,
            Instance<SecretVault> vault,
            CatalogParts parts,
            Vertx vertx) {
        this.database = database;
        this.source = status.mode() == DatabaseMode.NONE
                ? null
                : new CatalogSource(
                        vertx, pool::options, () -> box(vault.get()), parts.assembly(), status, parts::tell);
    }

    /** With the wrong key-encryption key the providers' keys are out of force, and nothing else. */
    private static CompletionStage<@Nullable SecretBox> box(SecretVault vault) {
        return vault.box()
                .onFailure(BrokenSealException.class)
                .invoke(e -> LOG.errorf("The secrets in the database cannot be opened: %s", e.getMessage()))
                .onFailure(BrokenSealException.class)
                .recoverWithNull()
                .subscribeAsCompletionStage();
    }

    /** What is needed to put rows in force. */
    @Singleton
    static final class CatalogParts {

        private final Assembly assembly;
        private final Events events;

        CatalogParts(KnownVendors vendors, LayeredCatalog layers, Clock clock, Events events) {
            this.events = events;
            this.assembly = new Assembly(new Overlay(new CatalogReader(vendors)), layers, clock);
        }

        Assembly assembly() {
            return assembly;
        }

        void tell(@Nullable String fault) {
            events.report(
                    "rows", fault == null ? Map.of("state", "read") : Map.of("state", "unreadable", "why", fault));
        }
    }

    void start(@Observes @Priority(AFTER_THE_DATABASE) StartupEvent event) {
        if (source != null) {
            source.expectRows();
            var unused = database.ready().thenRun(source::start);
        }
    }

    void await(@Observes @Priority(AFTER_MOST_OTHERS) StartupEvent event) {
        CatalogSource follows = source;
        // Also when it seems away since: only the reading tells whether it is.
        if (follows == null || !database.ready().toCompletableFuture().isDone()) {
            return;
        }
        try {
            follows.firstAnswer().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("The rows are not read yet; the gateway starts with what is configured");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop(@Observes @Priority(BEFORE_THE_DATABASE) ShutdownEvent event) {
        if (source != null) {
            source.close();
        }
    }

    /** Completes when rows are in force for the first time; at once without a database. */
    public CompletionStage<Void> firstReading() {
        return source == null ? CompletableFuture.completedFuture(null) : source.firstReading();
    }

    /** The revision of the rows in force; -1 without any. */
    public long revision() {
        return source == null ? -1 : source.revision();
    }

    /** Why the newest rows are not in force although the database answers; null when they are. Without secrets. */
    public @Nullable String fault() {
        return source == null ? null : source.fault();
    }

    /** What is in the database and not in force, because it is wrong. Without secrets. */
    public List<Problem> problems() {
        return source == null ? List.of() : source.problems();
    }
}
