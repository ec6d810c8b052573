package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManyKeysTest {

    @Test
    void tenThousandKeysAreReadInWellUnderASecond() {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            properties.put("keywell.providers.openai.keys.key-" + i + ".secret", "sk-" + i);
            properties.put("keywell.providers.openai.keys.key-" + i + ".pool", "org-" + i % 100);
            properties.put("keywell.consumers.app-" + i + ".key", "kw-" + i);
        }
        Map<String, String> environment = Map.of("KEYWELL_PROVIDERS_OPENAI_KEYS_KEY_77_WEIGHT", "7");
        CatalogReader reader = new CatalogReader(Configured.VENDORS);
        reader.read(properties, environment, path -> "");

        // The processor time of this thread: other work on the machine does not count.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        ConfigResult result = reader.read(properties, environment, path -> "");
        long millis = (threads.getCurrentThreadCpuTime() - start) / 1_000_000;

        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        assertThat(millis).isLessThan(900);
    }
}
