package io.keywell.boot;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One application for the tests of what a start makes of its settings: certificates, short times for slow connections, a
 * mounted file, a look-alike on the main port. To build an application costs ten times what such a test does.
 */
public final class BootProfile implements QuarkusTestProfile {

    /** What the mounted file says first; the secret of the consumer {@code web} follows. */
    static final String MOUNTED = "keywell:\n  waiting: { max-wait: 77s }\n  consumers:\n    web:\n      key: ";

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Certified.class));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.http.test-ssl-port", "0"),
                Map.entry("quarkus.management.test-port", "0"),
                Map.entry("keywell.config-file", mounted()),
                Map.entry("keywell.admin.token", "kwa-planted-admin-token"),
                Map.entry("keywell.admin.client-certificate", "true"),
                Map.entry("keywell.ingress.head-timeout", "2s"),
                Map.entry("keywell.ingress.body-timeout", "500ms"),
                Map.entry("keywell.auth.anonymous", "true"),
                Map.entry("keywell.simulator.enabled", "true"),
                Map.entry("keywell.simulator.providers.openai.latency", "1ms"),
                Map.entry("keywell.simulator.providers.openai.tokens", "5"),
                Map.entry("keywell.simulator.providers.openai.pools.org-1.keys", "sim-key-a,sim-key-b"),
                Map.entry("keywell.simulator.providers.openai.pools.org-1.requests-per-minute", "2"),
                Map.entry("keywell.simulator.providers.openai.pools.org-1.limiter", "bucket"));
    }

    private static String mounted() {
        try {
            Path file = Files.createTempFile("keywell", ".yaml");
            file.toFile().deleteOnExit();
            Files.writeString(file, MOUNTED + "kw-first\n");
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
