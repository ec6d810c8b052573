package io.keywell.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnknownFailuresTest {

    private final List<String> written = new ArrayList<>();
    private final Logger log = Logger.getLogger(UnknownFailures.class.getName());
    private final Handler capture = new Capture();
    private long nanos;
    private final UnknownFailures unknown = new UnknownFailures(new Clock() {
        @Override
        public long epochMillis() {
            return nanos / 1_000_000;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }
    });

    @BeforeEach
    void listen() {
        log.addHandler(capture);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(capture);
    }

    @Test
    void anUnknownBodyIsWrittenWithoutSecretsOnceAnHourForEachProviderAndStatus() {
        note("acme", 418, "a teapot with the key sk-1234567890abcdef");
        note("acme", 418, "again");
        note("acme", 500, "another status");
        note("bolt", 418, "another provider");
        assertThat(written).hasSize(3);
        assertThat(written.get(0)).contains("acme", "418", "teapot").doesNotContain("sk-1234567890abcdef");

        nanos += Duration.ofHours(1).toNanos();
        note("acme", 418, "an hour later");
        assertThat(written).hasSize(4);
    }

    @Test
    void whatARuleKnowsIsNotWritten() {
        Failure known = new Failure(
                FailureClass.CREDIT,
                Failure.Scope.USUAL,
                null,
                0,
                Failure.Source.BODY,
                "insufficient_quota",
                null,
                null,
                0);
        unknown.note("acme", 429, Bytes.EMPTY, known);
        assertThat(written).isEmpty();
    }

    private void note(String provider, int status, String body) {
        unknown.note(provider, status, Bytes.of(body.getBytes(StandardCharsets.UTF_8)), Failure.of(FailureClass.FAULT));
    }

    private final class Capture extends Handler {
        @Override
        public void publish(LogRecord line) {
            written.add(String.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
