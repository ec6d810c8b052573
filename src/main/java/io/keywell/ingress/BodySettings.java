package io.keywell.ingress;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The part of {@code keywell.upstream.*} that bounds what is taken in to be sent there. */
@ConfigMapping(prefix = "keywell.upstream")
public interface BodySettings {

    /** Largest request body. */
    @WithDefault("32M")
    MemorySize maxBody();
}
