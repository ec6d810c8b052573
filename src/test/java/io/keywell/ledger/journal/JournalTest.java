package io.keywell.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord;
import io.keywell.ledger.Records;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

    private static final int SEGMENT = 1 << 16;
    private static final long ROOMY = 1L << 30;

    @TempDir
    private Path root;

    private Path directory;

    private final Random random = new Random(7);

    @BeforeEach
    void oneFolderOfSeveral() throws IOException {
        directory = Files.createDirectory(root.resolve("ledger"));
    }

    private Journal open(Path at, long largest) throws IOException {
        return Journal.open(JournalFiles.open(at, random, SEGMENT), Runnable::run, largest);
    }

    private static List<String> drain(Journal journal) {
        List<String> ids = new ArrayList<>();
        List<CallRecord> batch = journal.read(100);
        while (!batch.isEmpty()) {
            batch.forEach(call -> ids.add(call.id()));
            journal.advance();
            batch = journal.read(100);
        }
        return ids;
    }

    /** As the drain does it: a small batch leaves files behind that wait for their turn. */
    private static List<String> some(Journal journal, int batch) {
        journal.maintain();
        List<String> ids = journal.read(batch).stream().map(CallRecord::id).toList();
        journal.advance();
        return ids;
    }

    private static List<Path> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(path -> path.toString().endsWith(".wal")).sorted().toList();
        }
    }

    /** What a kill of the process at this moment would leave. */
    private Path killed() throws IOException {
        Path dead = Files.createTempDirectory(root, "dead");
        for (Path file : files(directory)) {
            Path run = dead.resolve(file.getParent().getFileName());
            Files.createDirectories(run);
            Files.copy(file, run.resolve(file.getFileName()));
        }
        return dead;
    }

    @Test
    void everyFieldComesBackAsItWas() throws IOException {
        Journal journal = open(directory, ROOMY);
        CallRecord served = Records.served("a", Records.NOON, "team=caf\u00e9 \ud83d\ude00,b");
        CallRecord refused = Records.refused("b", 1);
        journal.append(served);
        journal.append(refused);

        assertThat(journal.read(10)).containsExactly(served, refused);
    }

    @Test
    void whatACallerMakesLongIsCut() throws IOException {
        Journal journal = open(directory, ROOMY);
        journal.append(Records.served("a", Records.NOON, "x".repeat(1_000_000)));

        assertThat(journal.read(1).get(0).tags()).hasSize(RecordWriter.LONGEST_TEXT);
    }

    @Test
    void whatIsNotDoneWithIsReadAgain() throws IOException {
        Journal journal = open(directory, ROOMY);
        for (String id : List.of("a", "b", "c")) {
            journal.append(Records.served(id));
        }

        assertThat(journal.read(2)).extracting(CallRecord::id).containsExactly("a", "b");
        assertThat(journal.read(2)).extracting(CallRecord::id).containsExactly("a", "b");
        journal.advance();
        assertThat(journal.read(2)).extracting(CallRecord::id).containsExactly("c");
    }

    @Test
    void aDrainedFileIsUsedAgain() throws IOException {
        Journal journal = open(directory, ROOMY);
        for (int i = 0; i < 5_000; i++) {
            assertThat(journal.append(Records.served("r" + i))).isTrue();
            if (i % 50 == 0) {
                drain(journal);
            }
        }

        assertThat(files(directory)).hasSizeLessThanOrEqualTo(4);
        assertThat(journal.lost()).isZero();
    }

    @Test
    void aKilledProcessLeavesEveryRecordToTheNext() throws IOException {
        Journal journal = open(directory, ROOMY);
        for (int i = 0; i < 1_000; i++) {
            journal.append(Records.served("r" + i));
        }

        Path dead = killed();
        Journal next = open(dead, ROOMY);
        next.append(Records.served("new"));

        List<String> ids = drain(next);
        assertThat(ids).hasSize(1_001).doesNotHaveDuplicates().contains("r0", "r999", "new");
        assertThat(files(dead)).allMatch(path -> !path.startsWith(directory)).hasSize(3);
    }

    @Test
    void aHoleAndATornRecordAreSteppedOver() throws IOException {
        Journal journal = open(directory, ROOMY);
        for (int i = 0; i < 10; i++) {
            journal.append(Records.served("r" + i));
        }
        Path dead = killed();
        Path file = files(dead).get(0);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int size = Segment.padded(Segment.length(bytes.getLong(Segment.FIRST)));
        // The third was claimed and not begun; the fifth says it is whole but is not; the seventh has a mad length.
        for (int i = 0; i < size; i++) {
            bytes.put(Segment.FIRST + 2 * size + i, (byte) 0);
        }
        bytes.put(Segment.FIRST + 4 * size + 20, (byte) '!');
        bytes.putInt(Segment.FIRST + 6 * size, Integer.MAX_VALUE);
        Files.write(file, bytes.array());

        assertThat(drain(open(dead, ROOMY))).containsExactly("r0", "r1", "r3", "r5", "r7", "r8", "r9");
    }

    @Test
    void aFileThatIsEmptyOrOfSomethingElseIsSteppedOver() throws IOException {
        Journal journal = open(directory, ROOMY);
        journal.append(Records.served("a"));
        Path dead = killed();
        Path run = files(dead).get(0).getParent();
        Files.createFile(run.resolve("000007.wal"));
        Files.writeString(run.resolve("000008.wal"), "cut");
        Files.writeString(run.resolve("000009.wal"), "not a file of the journal");

        Journal next = open(dead, ROOMY);
        assertThat(drain(next)).containsExactly("a");
        assertThat(next.takesOver()).isFalse();
    }

    @Test
    void aCallerCannotPlantARecordInItsTags() throws IOException {
        Journal journal = open(directory, ROOMY);
        journal.append(Records.served("planted"));
        byte[] forged = Files.readAllBytes(files(directory).get(0));
        Path other = root.resolve("other");
        Journal target = open(other, ROOMY);
        target.append(Records.served("real"));
        Path file = files(other).get(0);
        byte[] bytes = Files.readAllBytes(file);
        // The bytes of a whole record of another file, with that file's salt, at a place where a reader looks.
        System.arraycopy(forged, Segment.FIRST, bytes, bytes.length / 2, 400);
        Path dead = Files.createDirectories(root.resolve("planted").resolve("run-1"));
        Files.write(dead.resolve("000000.wal"), bytes);

        assertThat(drain(open(dead.getParent(), ROOMY))).containsExactly("real");
    }

    @Test
    void whatALivingProcessWritesIsNotTakenOver() throws IOException {
        Journal living = open(directory, ROOMY);
        living.append(Records.served("a"));
        Journal other = open(directory, ROOMY);

        assertThat(other.read(10)).isEmpty();
        assertThat(living.read(10)).hasSize(1);
    }

    @Test
    void aCleanEndLeavesWhatIsUnreadAndWhatComesLater() throws IOException {
        Journal first = open(directory, ROOMY);
        first.append(Records.served("a"));
        drain(first);
        first.append(Records.served("b"));
        first.close();
        first.append(Records.served("c"));

        Journal next = open(directory, ROOMY);
        // One that was written may come again: the database knows it.
        assertThat(drain(next)).contains("b", "c");
        next.close();
        assertThat(files(directory)).as("only the last one's").hasSize(3);
    }

    /** Which of the journal's files are memory of this process, by its own map; those deleted included. */
    private List<String> mapped() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains(directory.toString()))
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .distinct()
                .sorted()
                .toList();
    }

    private static int fill(Journal journal, int segments) {
        int kept = 0;
        while (journal.bytes() < (long) segments * SEGMENT) {
            assertThat(journal.append(Records.served("r" + kept))).isTrue();
            kept++;
        }
        return kept;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatWaitsForALongTimeIsNoMemoryOfTheProcess() throws IOException {
        Journal journal = open(directory, ROOMY);
        int kept = fill(journal, 20);
        assertThat(mapped()).hasSize(20);

        journal.maintain();

        assertThat(mapped())
                .as("what is read, what is written to and the next ones")
                .containsExactly("000000.wal", "000017.wal", "000018.wal", "000019.wal");
        assertThat(drain(killedAndOpened())).as("for the next process").hasSize(kept);
        List<String> ids = drain(journal);
        assertThat(ids).hasSize(kept).doesNotHaveDuplicates();
        assertThat(mapped())
                .as("what was written is gone")
                .hasSize(files(directory).size());
        assertThat(journal.append(Records.served("later"))).isTrue();
        assertThat(drain(journal)).containsExactly("later");
    }

    private Journal killedAndOpened() throws IOException {
        return open(killed(), ROOMY);
    }

    @Test
    void afterItsLargestSizeRecordsAreLostAndCountedUntilItIsDrained() throws IOException {
        Journal journal = open(directory, 1);
        int kept = 0;
        while (journal.append(Records.served("r" + kept))) {
            kept++;
        }

        assertThat(journal.state()).isEqualTo(Journal.State.FULL);
        assertThat(journal.lost()).isEqualTo(1);
        assertThat(journal.bytes()).isEqualTo(4L * SEGMENT);
        assertThat(drain(journal)).hasSize(kept);
        journal.maintain();
        assertThat(journal.state()).isEqualTo(Journal.State.OPEN);
        assertThat(journal.append(Records.served("later"))).isTrue();
        assertThat(drain(journal)).containsExactly("later");
    }

    @Test
    void aFileThatCannotBeMadeIsToldAndTriedAgain() throws IOException {
        Journal journal = open(directory, ROOMY);
        Path run = files(directory).get(0).getParent();
        Path aside = run.resolveSibling("aside");
        Files.move(run, aside);
        int kept = 0;
        while (journal.append(Records.served("r" + kept))) {
            kept++;
        }
        assertThat(journal.state()).isEqualTo(Journal.State.FULL);

        Files.move(aside, run);
        journal.maintain();
        assertThat(journal.state()).isEqualTo(Journal.State.OPEN);
        assertThat(journal.append(Records.served("again"))).isTrue();
        assertThat(drain(journal)).hasSize(kept + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 20})
    void manyThreadsAppendWhileOneReadsAndEachRecordIsReadOnce(int batch) throws Exception {
        int threads = 4;
        int each = 20_000;
        ExecutorService background = Executors.newSingleThreadExecutor();
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        try {
            Journal journal = Journal.open(JournalFiles.open(directory, random, SEGMENT), background, ROOMY);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> kept = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                kept.add(writers.submit(() -> {
                    start.await();
                    int count = 0;
                    for (int i = 0; i < each; i++) {
                        while (!journal.append(Records.served(thread + "-" + i))) {
                            Thread.yield();
                        }
                        count++;
                    }
                    return count;
                }));
            }
            start.countDown();
            Set<String> seen = new HashSet<>();
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (seen.size() < threads * each && System.nanoTime() < deadline) {
                for (String id : background.submit(() -> some(journal, batch)).get()) {
                    assertThat(seen.add(id)).as(id).isTrue();
                }
            }
            for (Future<Integer> one : kept) {
                assertThat(one.get()).isEqualTo(each);
            }
            assertThat(seen).hasSize(threads * each);
        } finally {
            writers.shutdownNow();
            background.shutdownNow();
        }
    }
}
