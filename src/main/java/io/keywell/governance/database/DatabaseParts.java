package io.keywell.governance.database;

import io.keywell.core.Clock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** What the rest of governance is told of the database. */
final class DatabaseParts {

    @Produces
    @Singleton
    DatabaseMode mode(DatabaseSettings settings, Config config) {
        Optional<String> url = config.getOptionalValue(DatabaseSourceFactory.URL, String.class);
        String configured = settings.database().orElse(null);
        // In the embedded mode the URL is our own.
        return DatabaseMode.of(
                configured,
                url.filter(given -> !given.equals(DatabaseSourceFactory.EMBEDDED_URL))
                        .orElse(null));
    }

    @Produces
    @Singleton
    DatabaseStatus status(DatabaseMode mode, Clock clock) {
        return new DatabaseStatus(mode, clock);
    }
}
