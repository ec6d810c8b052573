package io.keywell.bench;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.CallSink;
import io.keywell.core.Dialect;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.ledger.LedgerSink;
import io.keywell.ledger.journal.Journal;
import io.keywell.ledger.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A call's record, made and handed over, after as much other work as a call is; with a ledger, whose journal another
 * thread reads meanwhile, and without. The difference is what the ledger adds to the request path.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LedgerBenchmark {

    private static final int SEGMENT = 8 << 20;
    private static final long LARGEST = 1 << 30;
    private static final int BATCH = 1_000;

    /** Some 20 us. */
    private static final long WORK = 8_000;

    @Param({"none", "journal"})
    public String ledger;

    private ScheduledExecutorService background;
    private Path directory;
    private Journal journal;
    private CallSink sink;
    private long calls;

    @Setup
    public void prepare() throws IOException {
        background = Executors.newSingleThreadScheduledExecutor();
        directory = Files.createTempDirectory("keywell-path");
        if (ledger.equals("none")) {
            sink = call -> {};
            return;
        }
        journal = Journal.open(JournalFiles.open(directory, new Random(1), SEGMENT), background, LARGEST);
        sink = new LedgerSink(journal);
        var unused = background.scheduleWithFixedDelay(this::drain, 10, 10, TimeUnit.MILLISECONDS);
    }

    private void drain() {
        while (!journal.read(BATCH).isEmpty()) {
            journal.advance();
        }
    }

    @TearDown
    public void end() throws Exception {
        background.shutdownNow();
        background.awaitTermination(10, TimeUnit.SECONDS);
        if (journal != null) {
            journal.close();
            if (journal.lost() > 0) {
                throw new IllegalStateException(journal.lost() + " of " + calls + " records were lost");
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }

    @Benchmark
    public CallRecord call() {
        Blackhole.consumeCPU(WORK);
        CallRecord call = record(calls++);
        sink.accept(call);
        return call;
    }

    private static CallRecord record(long number) {
        return new CallRecord(
                Long.toHexString(0x123456789abcdefL + number),
                1_790_000_000_000L + number,
                "bench",
                "bench",
                Dialect.OPENAI,
                Operation.CHAT,
                "bench",
                "bench",
                "json",
                "bench",
                "a-1",
                "a",
                Outcome.OK,
                null,
                List.of(new AttemptRecord("json", "a", "a-1", null)),
                USAGE,
                null,
                false,
                0,
                31_000 + number % 1_000,
                180_000,
                190_000 + number % 10_000,
                null);
    }

    private static final Usage USAGE = new Usage(520, 40, 0, 0, 0, false);
}
