package io.keywell.provider;

import io.keywell.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Error bodies of any shape, and all readers of times and durations in them. */
public final class ErrorFuzz {

    private static final long NOW = 1_763_000_000_000L;

    private ErrorFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ErrorFacts facts = ErrorExtract.read(Bytes.of(input));
        LimitText.dimension(facts);
        LimitText.limit(facts);
        String text = new String(input, StandardCharsets.UTF_8);
        Redaction.clean(text);
        bounded(TimeHints.delay(text, NOW));
        bounded(TimeHints.delayOfMillis(text));
        bounded(TimeHints.delayInText(text.toLowerCase(Locale.ROOT), NOW));
        bounded(Durations.millis(text, 0, true));
        bounded(Durations.millis(text, 0, false));
        bounded(Durations.bareSeconds(text));
    }

    private static void bounded(long millis) {
        if (millis < Durations.NONE || millis > Durations.LONGEST_MILLIS) {
            throw new IllegalStateException("a wait of " + millis + " ms");
        }
    }
}
