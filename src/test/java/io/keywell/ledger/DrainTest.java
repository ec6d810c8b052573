package io.keywell.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.core.Clock;
import io.keywell.ledger.journal.Journal;
import io.keywell.ledger.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {

    @TempDir
    private Path directory;

    private final Time time = new Time();
    private final Store store = new Store();
    private Journal journal;
    private Drain drain;

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(JournalFiles.open(directory, new Random(3), 1 << 20), Runnable::run, 1 << 30);
        drain = new Drain(journal, store, time, time);
        drain.start();
    }

    private void append(int from, int to) {
        for (int i = from; i < to; i++) {
            journal.append(Records.served("r%05d".formatted(i)));
        }
    }

    @Test
    void aRecordIsWrittenWithinHalfASecond() {
        time.pass(1_000);
        append(0, 3);
        time.pass(500);

        assertThat(store.ids).containsExactly("r00000", "r00001", "r00002");
        assertThat(drain.written()).isEqualTo(3);
        assertThat(journal.waiting()).isZero();
    }

    @Test
    void thePartitionsAreThereBeforeTheFirstRecordAndAreLookedAfterEachHour() {
        append(0, 1);
        time.pass(1_000);
        assertThat(store.events).startsWith("maintain", "insert 1");

        time.pass(3_600_000);
        assertThat(store.events).filteredOn("maintain"::equals).hasSize(2);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsLostAndAfterwardsEverythingIsWrittenOnce() {
        time.pass(200);
        store.away = true;
        for (int second = 0; second < 120; second++) {
            append(second * 50, second * 50 + 50);
            time.pass(1_000);
        }
        assertThat(store.ids).isEmpty();
        assertThat(drain.trouble()).isEqualTo("away");
        assertThat(store.events).as("it is not hammered").hasSizeLessThan(40);

        store.away = false;
        time.pass(20_000);
        assertThat(store.ids).hasSize(6_000).doesNotHaveDuplicates().isSorted();
        assertThat(drain.trouble()).isNull();
        assertThat(journal.lost()).isZero();
    }

    @Test
    void anInsertWhoseAnswerWasLostIsRepeated() {
        time.pass(200);
        store.answersLost = 1;
        append(0, 5);
        time.pass(2_000);

        assertThat(store.ids).hasSize(10);
        assertThat(new TreeSet<>(store.ids)).hasSize(5);
        assertThat(drain.written()).isEqualTo(5);
    }

    @Test
    void catchingUpLeavesTheDatabaseSevenEighthsOfItsTime() {
        store.tookMillis = 40;
        append(0, 10_000);
        time.pass(10_000);

        assertThat(store.ids).hasSize(10_000);
        assertThat(restsMillis()).startsWith(280L, 280L, 280L, 280L, 280L, 280L, 280L, 280L);
    }

    @Test
    void aDatabaseThatIsFarAwayIsNoReasonToRestLong() {
        store.tookMillis = 200;
        append(0, 10_000);
        time.pass(10_000);

        assertThat(store.ids).hasSize(10_000);
        assertThat(restsMillis()).startsWith(500L, 500L, 500L, 500L, 500L, 500L, 500L, 500L);
    }

    @Test
    void theFullerTheJournalTheShorterTheRestAndAQuarterFullThereIsNone() throws IOException {
        journal = Journal.open(JournalFiles.open(directory, new Random(4), 1 << 16), Runnable::run, 256 << 16);
        drain = new Drain(journal, store, time, time);
        store.tookMillis = 40;
        append(0, 20_000);
        assertThat(journal.filled()).isGreaterThan(0.25);
        drain.start();
        time.pass(60_000);

        assertThat(store.ids).hasSize(20_000);
        assertThat(restsMillis()).isSorted().startsWith(0L).contains(40L, 120L, 280L);
    }

    /** A start waits for it: before, nobody knows what budgets have left. */
    @Test
    void whatADeadProcessLeftIsWrittenWithoutRests() throws IOException {
        Journal dead = Journal.open(JournalFiles.open(directory, new Random(5), 1 << 16), Runnable::run, 1 << 30);
        for (int i = 0; i < 10_000; i++) {
            dead.append(Records.served("r%05d".formatted(i)));
        }
        dead.close();
        journal = Journal.open(JournalFiles.open(directory, new Random(6), 1 << 20), Runnable::run, 1 << 30);
        drain = new Drain(journal, store, time, time);
        store.tookMillis = 40;
        drain.start();
        time.pass(10_000);

        assertThat(store.ids).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(restsMillis()).isNotEmpty().containsOnly(0L);
        assertThat(drain.takenOver().toCompletableFuture()).isDone();
    }

    /** Between the end of one insert and the beginning of the next. */
    private List<Long> restsMillis() {
        List<Long> rests = new ArrayList<>();
        for (int i = 1; i < store.startedMillis.size(); i++) {
            rests.add(store.startedMillis.get(i) - store.startedMillis.get(i - 1) - store.tookMillis);
        }
        return rests;
    }

    @Test
    void oneRecordThatTheDatabaseRefusesDoesNotKeepTheOthersOut() {
        store.bad = Set.of("r00007", "r00500");
        append(0, 1_000);
        time.pass(10_000);

        assertThat(store.ids).hasSize(998).doesNotContain("r00007", "r00500").doesNotHaveDuplicates();
        assertThat(drain.rejected()).isEqualTo(2);
        append(1_000, 1_001);
        time.pass(1_000);
        assertThat(store.ids).contains("r01000");
    }

    @Test
    void atTheEndWhatIsLeftIsWrittenAtOnce() {
        time.pass(1_000);
        append(0, 2_500);
        CompletableFuture<Void> end = drain.stop().toCompletableFuture();
        time.pass(500);

        assertThat(end).isDone();
        assertThat(store.ids).hasSize(2_500);
        append(2_500, 2_501);
        time.pass(1_000);
        assertThat(store.ids).as("it has stopped").hasSize(2_500);
    }

    @Test
    void atTheEndADatabaseThatIsAwayIsNotWaitedFor() {
        time.pass(200);
        store.away = true;
        append(0, 10);
        CompletableFuture<Void> end = drain.stop().toCompletableFuture();
        time.pass(500);

        assertThat(end).isDone();
        assertThat(journal.read(100)).hasSize(10);
    }

    /** A clock that the test turns, and the one thread. */
    private static final class Time implements Clock, Drain.Background {

        private record Task(long atMillis, long number, Runnable run) {}

        private final PriorityQueue<Task> tasks =
                new PriorityQueue<>(Comparator.comparingLong(Task::atMillis).thenComparingLong(Task::number));
        private long nowMillis;
        private long number;

        @Override
        public void run(long delayMillis, Runnable task) {
            tasks.add(new Task(nowMillis + delayMillis, number++, task));
        }

        void pass(long millis) {
            long until = nowMillis + millis;
            while (!tasks.isEmpty() && tasks.peek().atMillis() <= until) {
                Task next = tasks.poll();
                nowMillis = next.atMillis();
                next.run().run();
            }
            nowMillis = until;
        }

        @Override
        public long epochMillis() {
            return Records.NOON + nowMillis;
        }

        @Override
        public long nanoTime() {
            return nowMillis * 1_000_000;
        }
    }

    private final class Store implements LedgerStore {

        private final List<String> ids = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private final List<Long> startedMillis = new ArrayList<>();
        private Set<String> bad = Set.of();
        private boolean away;
        private int answersLost;
        private long tookMillis;

        @Override
        public CompletionStage<Void> insert(List<CallRecord> records) {
            events.add("insert " + records.size());
            startedMillis.add(time.nowMillis);
            if (away) {
                return CompletableFuture.failedFuture(new IOException("away"));
            }
            if (records.stream().anyMatch(call -> bad.contains(call.id()))) {
                return CompletableFuture.failedFuture(new Unwritable("bad"));
            }
            records.forEach(call -> ids.add(call.id()));
            if (answersLost-- > 0) {
                return CompletableFuture.failedFuture(new IOException("lost"));
            }
            CompletableFuture<Void> done = new CompletableFuture<>();
            time.run(tookMillis, () -> done.complete(null));
            return done;
        }

        @Override
        public CompletionStage<Void> maintain() {
            events.add("maintain");
            return CompletableFuture.completedFuture(null);
        }
    }
}
