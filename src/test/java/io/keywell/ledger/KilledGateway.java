package io.keywell.ledger;

import io.keywell.core.Clock;
import io.keywell.ledger.journal.Journal;
import io.keywell.ledger.journal.JournalFiles;
import io.keywell.ledger.postgres.PostgresLedger;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own that ends calls as the gateway does, until it is killed: the record goes to the sink, then the
 * answer, here a line with the call's id, goes out. Arguments: the journal's folder, the database's port, calls a second.
 */
public final class KilledGateway {

    private static final int THREADS = 2;

    private KilledGateway() {}

    public static void main(String[] args) throws IOException {
        int perSecond = Integer.parseInt(args[2]);
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        Random random = new Random(ProcessHandle.current().pid());
        Journal journal = Journal.open(JournalFiles.open(Path.of(args[0]), random, 1 << 20), thread, 1 << 30);
        Pool pool = PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(Integer.parseInt(args[1]))
                        .setUser("postgres")
                        .setPassword("postgres")
                        .setDatabase("postgres"))
                .using(Vertx.vertx())
                .build();
        Clock clock = Clock.system();
        PostgresLedger store = new PostgresLedger(() -> pool, clock, new PostgresLedger.Retention(7, 7));
        new Drain(journal, store, (delay, task) -> thread.schedule(task, delay, TimeUnit.MILLISECONDS), clock).start();
        LedgerSink sink = new LedgerSink(journal);
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            new Thread(() -> serve(sink, number, perSecond / THREADS)).start();
        }
    }

    private static void serve(LedgerSink sink, int thread, int perSecond) {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        long step = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long due = System.nanoTime();
        try {
            for (int i = 0; ; i++) {
                String id = ProcessHandle.current().pid() + "-" + thread + "-" + i;
                sink.accept(Records.served(id, System.currentTimeMillis(), "t=" + thread));
                out.write((id + "\n").getBytes(StandardCharsets.UTF_8));
                due += step;
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (IOException e) {
            // Nobody listens any more.
        }
    }
}
