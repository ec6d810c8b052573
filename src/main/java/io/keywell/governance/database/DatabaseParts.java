package io.keywell.governance.database;

import io.keywell.core.Clock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** What the rest of governance is told of the database. */
final class DatabaseParts {

    private static final String DEFAULT_DATA_DIR = "data";

    @Produces
    @Singleton
    DatabaseSettings settings(Config config) {
        String url = value(config, DatabaseSourceFactory.URL);
        // In the embedded mode the URL is our own.
        String given = DatabaseSourceFactory.EMBEDDED_URL.equals(url) ? null : url;
        String dataDir = value(config, "keywell.data-dir");
        return new DatabaseSettings(
                DatabaseMode.of(value(config, DatabaseMode.PROPERTY), given),
                Path.of(dataDir == null ? DEFAULT_DATA_DIR : dataDir));
    }

    @Produces
    @Singleton
    DatabaseMode mode(DatabaseSettings settings) {
        return settings.mode();
    }

    private static @Nullable String value(Config config, String name) {
        return config.getOptionalValue(name, String.class).orElse(null);
    }

    @Produces
    @Singleton
    DatabaseStatus status(DatabaseSettings settings, Clock clock) {
        return new DatabaseStatus(settings.mode(), clock);
    }
}
