package io.keywell.protocol;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What the strict scan takes, any parser takes; the lenient one ends. */
public final class JsonScanFuzz {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonScanFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        JsonScan lenient = JsonScan.lenient();
        lenient.reset(input, 0, input.length);
        lenient.value();
        JsonScan strict = JsonScan.strict();
        strict.reset(input, 0, input.length);
        if (strict.value() && strict.atEnd()) {
            try {
                JSON.readTree(input);
            } catch (IOException refused) {
                throw new IllegalStateException("let through what is no JSON", refused);
            }
        }
    }
}
