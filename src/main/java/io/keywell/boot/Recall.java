package io.keywell.boot;

import io.keywell.catalog.CatalogRef;
import io.keywell.core.Clock;
import io.keywell.governance.source.CatalogFollower;
import io.keywell.ledger.postgres.UsageQuery;
import io.keywell.quota.QuotaStore;
import io.keywell.quota.local.LocalQuotaStore;
import io.keywell.waiting.Timers;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.CompletionStage;

/** Has a replica that counts in memory start from what the ledger says. */
@Singleton
final class Recall {

    /** After {@link LedgerRun}, which has no priority of its own. */
    private static final int AFTER_THE_LEDGER = Interceptor.Priority.APPLICATION + 600;

    void start(
            @Observes @Priority(AFTER_THE_LEDGER) StartupEvent event,
            QuotaStore store,
            UsageQuery usage,
            LedgerRun ledger,
            CatalogFollower rows,
            CatalogRef catalog,
            Timers timers,
            Clock clock) {
        CompletionStage<Void> takenOver = ledger.takenOver();
        if (takenOver != null && store instanceof LocalQuotaStore local) {
            new EarlierUse(local, usage::answer, timers, clock.epochMillis())
                    .count(takenOver.thenCombine(rows.firstReading(), (written, read) -> catalog.current()));
        }
    }
}
