package io.keywell.governance.database;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Tells Quarkus whether there is a database: it wants to know before anything of ours runs. */
public final class DatabaseSourceFactory implements ConfigSourceFactory {

    static final String URL = "quarkus.datasource.reactive.url";

    /** Stands for the embedded server, whose port is not known before it runs: {@link DatabasePool} knows. */
    static final String EMBEDDED_URL = "postgresql://localhost/embedded";

    /** Over files and variables: what the mode says is not a matter of taste. */
    private static final int ORDINAL = 500;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String url = context.getValue(URL).getValue();
        DatabaseMode mode =
                DatabaseMode.of(context.getValue(DatabaseMode.PROPERTY).getValue(), url);
        return List.of(new PropertiesConfigSource(properties(mode), "Keywell's database", ORDINAL));
    }

    private static Map<String, String> properties(DatabaseMode mode) {
        return switch (mode) {
            case NONE -> Map.of("quarkus.datasource.active", "false", "quarkus.hibernate-orm.active", "false");
            case EMBEDDED -> Map.of(URL, EMBEDDED_URL);
            case EXTERNAL -> Map.of();
        };
    }
}
