package io.keywell.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code keywell.logging.*}: what is logged beside what is wrong. */
@ConfigMapping(prefix = "keywell.logging")
public interface CallLogSettings {

    /** One line for each call, in the category {@code io.keywell.calls}. */
    @WithDefault("false")
    boolean calls();
}
