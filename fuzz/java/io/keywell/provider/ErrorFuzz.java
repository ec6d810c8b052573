package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.core.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Error bodies of any shape at every vendor, and all readers of times and durations in them. */
public final class ErrorFuzz {

    private static final long NOW = 1_763_000_000_000L;

    private ErrorFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ErrorFacts facts = ErrorExtract.read(Bytes.of(input));
        LimitText.dimension(facts);
        LimitText.limit(facts);
        String text = new String(input, StandardCharsets.UTF_8);
        classify(input, text);
        VendorTime.millis(name -> text, NOW);
        serviceAccount(text);
        Redaction.clean(text);
        bounded(TimeHints.delay(text, NOW));
        bounded(TimeHints.delayOfMillis(text));
        bounded(TimeHints.delayInText(text.toLowerCase(Locale.ROOT), NOW));
        bounded(Durations.millis(text, 0, true));
        bounded(Durations.millis(text, 0, false));
        bounded(Durations.bareSeconds(text));
    }

    /** The input's first bytes choose the vendor and the status. */
    private static void classify(byte[] input, String text) {
        int vendor =
                input.length == 0 ? 0 : (input[0] & 0xff) % Vendors.directory().size();
        ProviderAdapter adapter =
                Vendors.adapter(Vendors.directory().get(vendor).type());
        int status = input.length < 2 ? 500 : 400 + (input[1] & 0xff) % 200;
        Failure failure = adapter.classify(status, name -> text, Bytes.of(input), NOW);
        ParameterRules.repair(failure);
        if (failure.untilMillis() != 0 && failure.untilMillis() < NOW) {
            throw new IllegalStateException("a failure until before it happened");
        }
        adapter.classifyInside(Bytes.of(input), NOW);
        adapter.observe(name -> text, NOW, seen -> {});
    }

    private static void serviceAccount(String text) {
        try {
            ServiceAccount.parse(text);
        } catch (IllegalArgumentException none) {
            // What it says of all others.
        }
    }

    private static void bounded(long millis) {
        if (millis < Durations.NONE || millis > Durations.LONGEST_MILLIS) {
            throw new IllegalStateException("a wait of " + millis + " ms");
        }
    }
}
