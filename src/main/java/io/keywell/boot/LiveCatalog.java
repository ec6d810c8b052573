package io.keywell.boot;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.LayeredCatalog;
import io.keywell.catalog.config.CatalogReader;
import io.keywell.catalog.config.ConfigResult;
import io.keywell.catalog.config.Problem;
import io.keywell.core.Clock;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the catalog in step with the mounted file and the secret files. A wrong change leaves the old catalog in force.
 *
 * <p>A change counts once two polls in a row have seen the same, so that a file which is still being written is not taken
 * for a whole one. {@link #poll()} reads files: one worker thread calls it, never an event loop.
 */
final class LiveCatalog {

    private static final Logger LOG = Logger.getLogger(LiveCatalog.class);

    private final PropertySources sources;
    private final CatalogReader reader;
    private final Clock clock;
    private final LayeredCatalog layers;
    private final ConfigStatus status;

    /** What the catalog in force was made of. */
    private Inputs inForce;

    /** The files as they were when they were last read, whether that went well or not. */
    private Map<Path, FileStamp> lastRead;

    /** The files as the last poll saw them, while they differ from {@link #lastRead}. */
    private @Nullable Map<Path, FileStamp> changing;

    private record Inputs(
            Map<String, String> properties, Map<String, String> environment, Map<String, String> secrets) {}

    private record Attempt(ConfigResult result, Inputs inputs, Map<Path, FileStamp> stamps) {}

    /** Reads the configuration. Throws {@link ConfigurationException} with all problems when it is wrong. */
    LiveCatalog(PropertySources sources, CatalogReader reader, Clock clock) {
        this.sources = sources;
        this.reader = reader;
        this.clock = clock;
        Attempt first = attempt();
        if (first.result() instanceof ConfigResult.Rejected rejected) {
            throw new ConfigurationException(rejected.message());
        }
        ConfigResult.Accepted accepted = (ConfigResult.Accepted) first.result();
        this.layers = new LayeredCatalog(accepted.catalog());
        this.status = new ConfigStatus(clock.epochMillis(), accepted.warnings());
        this.inForce = first.inputs();
        this.lastRead = first.stamps();
        log(accepted);
    }

    CatalogRef catalog() {
        return layers.inForce();
    }

    /** What is configured, and what others lay over it. */
    LayeredCatalog layers() {
        return layers;
    }

    ConfigStatus status() {
        return status;
    }

    /** Looks for a change and puts it in force or refuses it. */
    void poll() {
        Map<Path, FileStamp> now =
                lastRead.keySet().stream().collect(Collectors.toUnmodifiableMap(path -> path, FileStamp::of));
        if (now.equals(lastRead)) {
            changing = null;
        } else if (now.equals(changing)) {
            changing = null;
            reload();
        } else {
            changing = now;
        }
    }

    private void reload() {
        Attempt attempt = attempt();
        lastRead = attempt.stamps();
        if (attempt.result() instanceof ConfigResult.Rejected rejected) {
            status.rejected(clock.epochMillis(), rejected.message());
            LOG.errorf("Configuration change refused, the old one stays: %s", rejected.line());
        } else if (attempt.inputs().equals(inForce)) {
            status.restored();
        } else {
            ConfigResult.Accepted accepted = (ConfigResult.Accepted) attempt.result();
            inForce = attempt.inputs();
            status.loaded(clock.epochMillis(), accepted.warnings());
            log(accepted);
            layers.configure(accepted.catalog());
        }
    }

    private Attempt attempt() {
        Map<Path, FileStamp> stamps = new HashMap<>();
        Map<String, String> secrets = new HashMap<>();
        Path file = sources.file().path();
        stamps.put(file, FileStamp.of(file));
        PropertySources.Snapshot snapshot = sources.read();
        ConfigResult result = reader.read(snapshot.properties(), snapshot.environment(), path -> {
            String text = readSecret(Path.of(path), stamps);
            secrets.put(path, text);
            return text;
        });
        Inputs inputs = new Inputs(snapshot.properties(), snapshot.environment(), secrets);
        return new Attempt(together(snapshot.problems(), result), inputs, stamps);
    }

    private static String readSecret(Path path, Map<Path, FileStamp> stamps) throws IOException {
        // Before the reading: a change in between is then seen by the next poll.
        stamps.put(path, FileStamp.of(path));
        return Files.readString(path);
    }

    private static ConfigResult together(List<Problem> problems, ConfigResult result) {
        if (problems.isEmpty()) {
            return result;
        }
        List<Problem> all = new ArrayList<>(problems);
        if (result instanceof ConfigResult.Rejected rejected) {
            all.addAll(rejected.problems());
        }
        return new ConfigResult.Rejected(all);
    }

    private static void log(ConfigResult.Accepted accepted) {
        Catalog catalog = accepted.catalog();
        int keys = catalog.providers().stream()
                .flatMap(provider -> provider.pools().stream())
                .mapToInt(pool -> pool.keys().size())
                .sum();
        LOG.infof(
                "Configuration in force: %d providers, %d keys, %d models, %d consumers",
                catalog.providers().size(),
                keys,
                catalog.models().size(),
                catalog.consumers().size());
        accepted.warnings().forEach(LOG::warn);
    }
}
