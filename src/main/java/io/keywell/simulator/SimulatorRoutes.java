package io.keywell.simulator;

import io.keywell.core.Clock;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Puts the simulator on the main port when it is asked for; otherwise there is no route and no object. */
@ApplicationScoped
public class SimulatorRoutes {

    private static final Logger LOG = Logger.getLogger(SimulatorRoutes.class);

    private final SimulatorConfig config;
    private final Vertx vertx;
    private final Clock clock;
    private final RandomGenerator random;

    public SimulatorRoutes(SimulatorConfig config, Vertx vertx, Clock clock, RandomGenerator random) {
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
        this.random = random;
    }

    void mount(@Observes Router router) {
        if (!config.enabled()) {
            return;
        }
        SimulatorSettings settings = ConfiguredSettings.from(config);
        Simulator simulator = new Simulator(settings, clock, Timers.of(vertx), random);
        router.route(Simulator.PATH + "*").handler(context -> simulator.handle(context.request()));
        LOG.infof(
                "Simulated providers under %s: %s",
                Simulator.PATH, settings.providers().keySet());
    }
}
