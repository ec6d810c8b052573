package io.keywell.boot;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Gives the mounted file to Quarkus as well, so that all of its settings count and not only the catalog. A file that is
 * wrong gives nothing here: {@link LiveCatalog} reads it again and stops the start with a message about everything.
 */
public final class MountedFileFactory implements ConfigSourceFactory {

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigSource source = MountedFile.named(
                        context.getValue(MountedFile.PROPERTY).getValue())
                .read()
                .source();
        return source == null ? List.of() : List.of(source);
    }
}
