package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tests' own eye on event loops: it must see what holds one, and not take a collection of garbage for it. */
class LogBookTest {

    private final long now = System.nanoTime();
    private final Pauses pauses = new Pauses(now - Duration.ofSeconds(2).toNanos());
    private final LogBook log = new LogBook(pauses);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aLoopThatWasHeldWhileOthersRanIsReported() {
        awakeUntil(0);

        report(1375);

        assertThat(log.blockedThreads()).hasSize(1);
    }

    @Test
    void aLoopThatStoodStillWithEverythingElseIsNot() {
        awakeUntil(-1300);
        pauses.woke(now);

        report(1375);

        assertThat(log.blockedThreads()).isEmpty();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void onlyThePauseIsForgiven() {
        awakeUntil(-300);
        pauses.woke(now);

        report(1375);

        assertThat(log.blockedThreads())
                .as("300 ms of 1,375 were a pause, the limit is 1,000")
                .hasSize(1);
    }

    private void awakeUntil(int end) {
        for (int millis = -2000; millis <= end; millis += 10) {
            pauses.woke(now + Duration.ofMillis(millis).toNanos());
        }
    }

    private void report(int millis) {
        log.publish(new LogRecord(
                Level.WARNING, "Thread x has been blocked for " + millis + " ms, time limit is 1000 ms: trace"));
    }
}
