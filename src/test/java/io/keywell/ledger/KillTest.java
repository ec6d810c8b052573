package io.keywell.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of 2,000 calls a second, several times, and what the ledger says afterwards. */
class KillTest {

    private static final int PER_SECOND = 2_000;
    private static final int ROUNDS = 3;
    private static final int ANSWERS = 4_000;

    @TempDir
    private Path directory;

    @Test
    void everyAnsweredCallIsInTheLedgerExactlyOnce() throws Exception {
        try (LedgerServer server = new LedgerServer()) {
            Set<String> answered = new HashSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                answered.addAll(untilKilled(server.port(), ANSWERS));
            }
            // The last one finds what the others left, and has time to write it down.
            Process last = start(server.port(), 10);
            try {
                long deadline = System.nanoTime() + 30_000_000_000L;
                Set<String> rows = Set.of();
                while (!rows.containsAll(answered) && System.nanoTime() < deadline) {
                    rows = new HashSet<>(server.rows("select id from ledger"));
                }
                assertThat(answered).hasSizeGreaterThanOrEqualTo(ROUNDS * ANSWERS);
                assertThat(rows).containsAll(answered);
            } finally {
                kill(last);
            }
            assertThat(server.number("select count(*) - count(distinct id) from ledger"))
                    .isZero();
            for (String table : new String[] {"usage_minute", "usage_hour", "usage_day"}) {
                assertThat(server.number("select sum(calls)::bigint - (select count(*) from ledger) from " + table
                                + " where tag = ''"))
                        .as(table)
                        .isZero();
            }
        }
    }

    /** The ids of the calls whose answers came out, as {@code id=...}. */
    private Set<String> untilKilled(int port, int answers) throws IOException, InterruptedException {
        Process process = start(port, PER_SECOND);
        Set<String> answered = new HashSet<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answered.add("id=" + line);
                if (answered.size() == answers) {
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            kill(process);
        }
        return answered;
    }

    private Process start(int port, int perSecond) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledGateway.class.getName(),
                        directory.toString(),
                        Integer.toString(port),
                        Integer.toString(perSecond))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
