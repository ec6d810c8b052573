package io.keywell.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Bytes;
import io.keywell.protocol.openai.Mutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Damaged error bodies and hints: nothing is thrown, and nobody waits longer than can be meant. */
class DamagedErrorsTest {

    private static final long NOW = 1_790_000_000_000L;
    private static final int ROUNDS = 10_000;

    @Test
    void errorBodiesAreReadOrNot() throws IOException {
        Path cases = Path.of("src/test/resources/io/keywell/provider/failures.txt");
        List<String> bodies = Files.readAllLines(cases).stream()
                .filter(line -> line.startsWith("{") || line.startsWith("["))
                .toList();
        Mutations.each(ROUNDS, bodies, bytes -> {
            ErrorFacts facts = ErrorExtract.read(Bytes.of(bytes));
            LimitText.dimension(facts);
            LimitText.limit(facts);
            Redaction.clean(new String(bytes, StandardCharsets.UTF_8));
        });
    }

    @Test
    void hintsAreReadOrNot() {
        List<String> hints = List.of(
                "2m59.56s",
                "6 seconds",
                "1h0m12ms",
                "1790000012.5",
                "2026-10-01T00:00:00.123+02:00",
                "Wed, 21 Oct 2026 07:28:00 GMT",
                "\"api\";r=0;t=131",
                "please try again in 1d2h, or regain access on 2026-10-01 at 00:00 utc.");
        Mutations.each(ROUNDS, hints, bytes -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            String lower = text.toLowerCase(Locale.ROOT);
            assertThat(List.of(
                            TimeHints.delay(text, NOW),
                            TimeHints.delayOfMillis(text),
                            TimeHints.delayInText(lower, NOW),
                            TimeHints.dateInText(lower, NOW),
                            Durations.millis(text, 0, true),
                            Durations.millis(text, 0, false)))
                    .allMatch(millis -> millis >= Durations.NONE && millis <= Durations.LONGEST_MILLIS);
        });
    }

    @Test
    void aTextFullOfDatesIsReadOnce() {
        String text = "reset at 2026-10-01 ".repeat(1_000);
        assertThat(TimeHints.dateInText(text, NOW)).isEqualTo(TimeHints.dateInText("reset at 2026-10-01", NOW));
    }
}
