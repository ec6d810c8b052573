package io.keywell.boot;

import io.keywell.catalog.CatalogRef;
import io.keywell.core.Clock;
import io.keywell.governance.source.CatalogFollower;
import io.keywell.ledger.postgres.UsageQuery;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.local.LocalQuotaStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Has a replica that counts in memory start from what the ledger says, before the first call if the database is there. */
@Singleton
final class Recall {

    private static final Logger LOG = Logger.getLogger(Recall.class);

    /** After {@link LedgerRun}, which has no priority of its own, and the first rows. */
    private static final int AFTER_THE_LEDGER = Interceptor.Priority.APPLICATION + 600;

    private static final long PATIENCE_SECONDS = 10;

    private final QuotaStore store;
    private final UsageQuery usage;
    private final LedgerRun ledger;
    private final CatalogFollower rows;
    private final CatalogRef catalog;
    private final Clock clock;

    Recall(
            QuotaStore store,
            UsageQuery usage,
            LedgerRun ledger,
            CatalogFollower rows,
            CatalogRef catalog,
            Clock clock) {
        this.store = store;
        this.usage = usage;
        this.ledger = ledger;
        this.rows = rows;
        this.catalog = catalog;
        this.clock = clock;
    }

    void start(@Observes @Priority(AFTER_THE_LEDGER) StartupEvent event) {
        CompletionStage<Void> takenOver = ledger.takenOver();
        if (takenOver == null || !(store instanceof LocalQuotaStore local)) {
            return;
        }
        EarlierUse earlier = new EarlierUse(local, usage::answer, clock.epochMillis());
        CompletableFuture<Void> recalled = takenOver
                .thenCombine(rows.firstReading(), (written, read) -> catalog.current())
                .thenCompose(earlier::recall)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.error(
                                "What was used before this start is not known; limits and budgets begin anew", failure);
                    }
                })
                .toCompletableFuture();
        if (rows.revision() >= 0) {
            await(recalled);
        }
    }

    private static void await(CompletableFuture<Void> recalled) {
        try {
            recalled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("What was used before this start is not counted yet; calls are served meanwhile");
        } catch (ExecutionException e) {
            LOG.debug("Told already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
