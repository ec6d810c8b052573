package io.keywell.boot;

import io.keywell.catalog.Vendor;
import io.keywell.catalog.config.CatalogReader;
import io.keywell.catalog.config.KnownVendors;
import io.keywell.core.Clock;
import io.keywell.core.Secret;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sources of configuration in a test: a mounted file, variables, a packaged application.yaml. */
final class Installation implements Clock {

    private static final KnownVendors VENDORS =
            new KnownVendors(List.of(new Vendor("openai", "https://host/v1", List.of(), List.of(), false)), Map.of());

    final Path file;
    final Map<String, String> environment = new HashMap<>();
    String packaged = "";
    long now;

    Installation(Path folder) {
        this.file = folder.resolve("keywell.yaml");
    }

    LiveCatalog start() {
        var running = new SmallRyeConfigBuilder()
                .withSources(
                        new YamlConfigSource("application.yaml", packaged, 255),
                        new EnvConfigSource(environment, 300),
                        new PropertiesConfigSource(Map.of(MountedFile.PROPERTY, file.toString()), "named", 400))
                .addDefaultInterceptors()
                .withProfile("prod")
                .build();
        return new LiveCatalog(new PropertySources(running), new CatalogReader(VENDORS), this);
    }

    /** The name of the consumer with the key; null = nobody has it. */
    static String consumerOf(LiveCatalog live, String key) {
        var consumer = live.catalog().current().consumer(new Secret(key));
        return consumer == null ? null : consumer.name();
    }

    @Override
    public long epochMillis() {
        return now;
    }

    @Override
    public long nanoTime() {
        return now * 1_000_000;
    }
}
