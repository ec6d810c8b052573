package io.keywell.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code keywell.tracing.*}: spans of calls for a collector. */
@ConfigMapping(prefix = "keywell.tracing")
public interface TracingSettings {

    /** Where a collector takes OTLP over HTTP, as in {@code http://collector:4318/v1/traces}. Without it nothing is traced. */
    Optional<URI> endpoint();

    /** Sent with every body, for collectors that want to know who sends. */
    Map<String, String> headers();

    /** The part of the calls without a {@code traceparent} that is traced: 0 to 1. */
    @WithDefault("1")
    double ratio();

    /** Whether providers get a {@code traceparent}. */
    @WithDefault("false")
    boolean toProviders();

    /** How often spans are sent. */
    @WithDefault("5s")
    Duration every();
}
