package io.keywell.boot;

import io.keywell.core.CallRecord;
import io.keywell.core.CallSink;
import io.keywell.core.Clock;
import io.keywell.governance.database.DatabasePool;
import io.keywell.ledger.Drain;
import io.keywell.ledger.LedgerSettings;
import io.keywell.ledger.LedgerSink;
import io.keywell.ledger.journal.Journal;
import io.keywell.ledger.journal.JournalFiles;
import io.keywell.ledger.postgres.PostgresLedger;
import io.keywell.ledger.postgres.UsageQuery;
import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the ledger before the first call and empties its journal at the end. Nothing of it runs without a database. */
@Singleton
final class LedgerRun implements CallSink {

    private static final Logger LOG = Logger.getLogger(LedgerRun.class);

    /** About ten seconds of 2,000 calls each; three are made at the start. */
    private static final int SEGMENT = 8 << 20;

    private static final long LAST_WRITES_SECONDS = 5;

    private final LedgerSettings settings;
    private final DatabasePool database;
    private final Clock clock;
    private final RandomGenerator random;
    private final boolean active;
    private final Path directory;

    private @Nullable Parts running;
    private volatile CallSink sink = call -> {};

    private record Parts(
            ScheduledExecutorService thread, Journal journal, Drain drain, LedgerConnections connections) {}

    LedgerRun(
            LedgerSettings settings,
            DatabasePool database,
            Clock clock,
            RandomGenerator random,
            @ConfigProperty(name = "quarkus.datasource.active", defaultValue = "true") boolean active,
            @ConfigProperty(name = "keywell.data-dir", defaultValue = "data") Path data) {
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.active = active;
        this.directory = data.resolve("ledger");
    }

    @Produces
    @Singleton
    UsageQuery usage(Instance<Pool> pool) {
        return new UsageQuery(pool::get);
    }

    @Override
    public void accept(CallRecord call) {
        sink.accept(call);
    }

    /** Why records do not get into the database at the moment; null when they do, or there is no ledger. */
    @Nullable
    String trouble() {
        Parts parts = running;
        return parts == null ? null : parts.drain().trouble();
    }

    /** Completes when everything that dead processes left is in the database; null without a ledger. */
    @Nullable
    CompletionStage<Void> takenOver() {
        Parts parts = running;
        return parts == null ? null : parts.drain().takenOver();
    }

    void start(@Observes StartupEvent event, MeterRegistry registry) throws IOException {
        if (!active || !settings.enabled()) {
            return;
        }
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "keywell-ledger");
            made.setDaemon(true);
            return made;
        });
        Journal files = Journal.open(
                JournalFiles.open(directory, random, SEGMENT),
                background,
                settings.maxJournal().asLongValue());
        PostgresLedger.Retention retention = new PostgresLedger.Retention(
                Math.toIntExact(settings.keepCalls().toDays()),
                Math.toIntExact(settings.keepHours().toDays()));
        LedgerConnections connections = new LedgerConnections(database::options, settings.preparedStatements());
        Drain writer = new Drain(
                files,
                new PostgresLedger(connections::pool, clock, retention),
                (delay, task) -> {
                    var unused = background.schedule(() -> guarded(task), delay, TimeUnit.MILLISECONDS);
                },
                clock);
        gauges(registry, files, writer, settings.maxJournal().asLongValue());
        running = new Parts(background, files, writer, connections);
        sink = new LedgerSink(files);
        writer.start();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("The ledger failed in an unforeseen way; records stay in the journal", e);
            throw e;
        }
    }

    private static void gauges(MeterRegistry registry, Journal journal, Drain drain, long largest) {
        Gauge.builder(MetricNames.LEDGER_BUFFER, journal, files -> filled(files, largest))
                .register(registry);
        Gauge.builder(MetricNames.LEDGER_WAITING, journal, Journal::waiting).register(registry);
        Gauge.builder(MetricNames.LEDGER_JOURNAL_BYTES, journal, Journal::bytes).register(registry);
        Gauge.builder(MetricNames.LEDGER_DATABASE_UP, drain, writer -> writer.trouble() == null ? 1 : 0)
                .register(registry);
        FunctionCounter.builder(MetricNames.LEDGER_WRITTEN, drain, Drain::written)
                .register(registry);
        FunctionCounter.builder(MetricNames.LEDGER_REJECTED, drain, Drain::rejected)
                .register(registry);
        FunctionCounter.builder(MetricNames.LEDGER_LOST, journal, Journal::lost).register(registry);
    }

    /** Segments are made ahead, so that their size alone says nothing of how many records wait. */
    private static double filled(Journal journal, long largest) {
        return journal.waiting() == 0 ? 0 : Math.min(1, (double) journal.bytes() / largest);
    }

    /** Before the database's own end. What is not written in time is read again at the next start. */
    void stop(@Observes @Priority(Interceptor.Priority.APPLICATION) ShutdownEvent event) throws Exception {
        Parts parts = running;
        if (parts == null) {
            return;
        }
        try {
            parts.drain().stop().toCompletableFuture().get(LAST_WRITES_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.infof(
                    "%d records wait in the journal for the next start.",
                    parts.journal().waiting());
        }
        parts.thread().shutdownNow();
        parts.journal().close();
        parts.connections().close();
    }
}
