package io.keywell.waiting;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code keywell.waiting.*}: how long and how many requests may stand in line. */
@ConfigMapping(prefix = "keywell.waiting")
public interface WaitingSettings {

    /** Longest wait when neither the caller, its consumer nor the model says a shorter one. */
    @WithDefault("30s")
    Duration maxWait();

    /** Places of this replica. */
    @WithDefault("10000")
    int maxQueued();

    /** Places that one consumer may hold. */
    @WithDefault("5000")
    int maxQueuedPerConsumer();

    /** How long after the stated {@code Retry-After} a caller that comes back goes first. */
    @WithDefault("5s")
    Duration promiseGrace();
}
