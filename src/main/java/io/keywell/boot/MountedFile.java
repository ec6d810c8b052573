package io.keywell.boot;

import io.keywell.catalog.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file that an operator mounts.
 *
 * @param required whether it was named, so that its absence is a mistake
 */
record MountedFile(Path path, boolean required) {

    /** The property, and as {@code KEYWELL_CONFIG_FILE} the variable, that names another file. */
    static final String PROPERTY = "keywell.config-file";

    static final Path DEFAULT = Path.of("/config/keywell.yaml");

    /** Begins the name of the file's source in Quarkus. */
    static final String SOURCE = "Keywell's mounted file ";

    /** Over every application.yaml (at most 265), under a .env file (295), variables (300) and system properties (400). */
    private static final int ORDINAL = 275;

    /**
     * @param configured the value of {@link #PROPERTY}
     */
    static MountedFile named(@Nullable String configured) {
        return configured == null || configured.isBlank()
                ? new MountedFile(DEFAULT, false)
                : new MountedFile(Path.of(configured.strip()), true);
    }

    /** What the file gives: a source, a problem, or neither when it is absent and need not be there. */
    record Content(@Nullable ConfigSource source, @Nullable Problem problem) {}

    Content read() {
        String name = path.toString();
        try {
            String text = Files.readString(path);
            Problem problem = StrictYaml.problem(name, text);
            return problem != null
                    ? new Content(null, problem)
                    : new Content(StrictYaml.source(SOURCE + name, text, ORDINAL), null);
        } catch (NoSuchFileException e) {
            return new Content(null, required ? new Problem(name, "no file", "the configuration in YAML") : null);
        } catch (IOException e) {
            String found = "a file that cannot be read as text (" + e.getClass().getSimpleName() + ")";
            return new Content(null, new Problem(name, found, "the configuration in YAML"));
        }
    }
}
