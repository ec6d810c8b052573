package io.keywell.governance.database;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the rows are. */
public enum DatabaseMode {
    /** A server that this process starts and stops, on this machine. */
    EMBEDDED,
    /** The operator's server, at {@code quarkus.datasource.reactive.url}. */
    EXTERNAL,
    /** Nowhere: what is configured is all there is. */
    NONE;

    static final String PROPERTY = "keywell.database";

    /**
     * @param configured the value of {@link #PROPERTY}, null for none
     * @param url the operator's database, null for none
     */
    static DatabaseMode of(@Nullable String configured, @Nullable String url) {
        if (configured == null || configured.isBlank()) {
            return url == null || url.isBlank() ? EMBEDDED : EXTERNAL;
        }
        return switch (configured.strip().toLowerCase(Locale.ROOT)) {
            case "embedded" -> EMBEDDED;
            case "external" -> EXTERNAL;
            case "none" -> NONE;
            default ->
                throw new IllegalArgumentException(
                        PROPERTY + ": '" + configured + "'; expected embedded, external or none");
        };
    }
}
