package io.keywell.governance.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/** Where the gateway keeps what it must not lose. */
@ConfigMapping(prefix = "keywell")
public interface DatabaseSettings {

    /** {@code embedded}, {@code external} or {@code none}. */
    @WithName("database")
    Optional<String> database();

    /** The folder of the embedded server, of its key and of the ledger's journal. */
    @WithName("data-dir")
    @WithDefault("data")
    Path dataDir();
}
