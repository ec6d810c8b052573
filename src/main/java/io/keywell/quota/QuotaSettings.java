package io.keywell.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code keywell.quota.*}: where it is counted, and what holds while that place is away. */
@ConfigMapping(prefix = "keywell.quota")
public interface QuotaSettings {

    @WithDefault("local")
    Store store();

    /** What a replica may spend while the cluster is away, beyond what it has leased. */
    @WithDefault("closed")
    OnOutage onOutage();

    /** With {@code escrow}: the part of each limit that is held back for an outage. */
    @WithDefault("0.1")
    double escrow();

    /** With {@code degraded-share} and {@code escrow}: how many replicas there may be. */
    OptionalInt maxReplicas();

    /** This replica's name among the others; a new one for each life of the process when it is not set. */
    Optional<String> replica();

    enum Store {
        LOCAL,
        INFINISPAN
    }

    enum OnOutage {
        CLOSED,
        DEGRADED_SHARE,
        ESCROW
    }
}
