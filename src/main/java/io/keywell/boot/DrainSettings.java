package io.keywell.boot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code keywell.drain.*}: how this replica leaves when it is told to stop. */
@ConfigMapping(prefix = "keywell.drain")
public interface DrainSettings {

    /** How long the balancer is given to notice that readiness has fallen; newcomers are served meanwhile. */
    @WithDefault("10s")
    Duration notice();

    /** After the notice: how long those in the waiting room may still wait for capacity. */
    @WithDefault("30s")
    Duration waiting();

    /** After the notice: how long calls and streams may take to finish. */
    @WithDefault("600s")
    Duration grace();
}
