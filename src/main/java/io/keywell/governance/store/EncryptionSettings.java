package io.keywell.governance.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What seals the secrets in the database. */
@ConfigMapping(prefix = "keywell.encryption")
public interface EncryptionSettings {

    /** 32 random bytes in Base64 or hexadecimal; after a comma an old one that is being replaced. */
    Optional<List<String>> key();

    /** A file with the same, one a line. */
    @WithName("key-file")
    Optional<Path> keyFile();
}
