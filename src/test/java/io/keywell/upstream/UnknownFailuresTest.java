package io.keywell.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.provider.Vendors;
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
    void whatAVendorsOwnRowRulesOnIsNotWritten() {
        classified("deepseek", 429, "slow down please");
        classified("fireworks", 412, "{\"error\":\"Account a is suspended\"}");
        classified("openrouter", 429, "");
        assertThat(written).isEmpty();

        classified("openai", 429, "");
        assertThat(written).hasSize(1);
    }

    @Test
    void anAnswerWithACodeIsNotWrittenWhateverItIs() {
        classified("openai", 429, "{\"error\":{\"message\":\"m\",\"code\":\"rate_limit_exceeded\"}}");
        assertThat(written).isEmpty();
    }

    private void classified(String vendor, int status, String body) {
        Bytes bytes = Bytes.of(body.getBytes(StandardCharsets.UTF_8));
        Failure failure = Vendors.adapter(vendor).classify(status, name -> null, bytes, 0);
        unknown.note(vendor, status, bytes, failure);
    }

    private void note(String provider, int status, String body) {
        Failure unruled = new Failure(
                FailureClass.FAULT, Failure.Scope.USUAL, null, 0, Failure.Source.GUESSED, null, null, null, 0, true);
        unknown.note(provider, status, Bytes.of(body.getBytes(StandardCharsets.UTF_8)), unruled);
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
