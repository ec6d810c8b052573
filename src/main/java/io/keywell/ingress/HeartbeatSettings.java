package io.keywell.ingress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The part of {@code keywell.waiting.*} that a caller sees on the wire. */
@ConfigMapping(prefix = "keywell.waiting")
public interface HeartbeatSettings {

    /** Whether a streaming caller that waits is sent comment lines; after the first one errors come in the stream. */
    @WithDefault("false")
    boolean heartbeat();
}
