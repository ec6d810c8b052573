package io.keywell.governance.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** The same with a database of its own in a temporary folder. */
public class WithDatabase extends Governing {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("keywell.database", "embedded");
        overrides.put("keywell.data-dir", folder());
        overrides.put("keywell.admin.failures.most", "100");
        overrides.put("keywell.encryption.key", "00112233445566778899aabbccddeeff".repeat(2));
        return overrides;
    }

    private static String folder() {
        try {
            return Files.createTempDirectory("keywell-admin").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
