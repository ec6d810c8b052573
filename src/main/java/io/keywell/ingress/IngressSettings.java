package io.keywell.ingress;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** {@code keywell.ingress.*}: what this replica takes on at a time. Beyond it callers are told 503 and may go elsewhere. */
@ConfigMapping(prefix = "keywell.ingress")
public interface IngressSettings {

    /** Calls under way, waiting ones included. */
    @WithDefault("20000")
    int maxCalls();

    /** Bytes of request bodies held at a time; a third of the heap when it is not set. */
    @WithName("max-buffered")
    Optional<MemorySize> maxBuffered();

    /** From a head's first byte to its last, and as long for a handshake of TLS. */
    @WithDefault("10s")
    Duration headTimeout();

    /** From a request's head to the last byte of its body. */
    @WithDefault("5m")
    Duration bodyTimeout();
}
