package io.keywell.simulator;

import io.keywell.core.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.Random;

/** The simulator on a port of its own, without the gateway around it: for tests and the benchmark. */
public final class SimulatorServer {

    private static final long SEED = 42;

    private final HttpServer server;
    private final Simulator simulator;

    private SimulatorServer(HttpServer server, Simulator simulator) {
        this.server = server;
        this.simulator = simulator;
    }

    /** Listens on a free port of the loopback interface; chance is the same in every run. */
    public static Future<SimulatorServer> start(Vertx vertx, SimulatorSettings settings) {
        return start(vertx, new Simulator(settings, Clock.system(), Timers.of(vertx), new Random(SEED)), 0);
    }

    /** @param port 0 = a free one */
    public static Future<SimulatorServer> start(Vertx vertx, Simulator simulator, int port) {
        // HTTP/1.1 alone: a client that asks for an upgrade may otherwise get the beginning of a long stream in
        // between.
        return vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(simulator)
                .listen(port, "127.0.0.1")
                .map(listening -> new SimulatorServer(listening, simulator));
    }

    public int port() {
        return server.actualPort();
    }

    /** Where the look-alike of that name is, as a provider's base URL. */
    public String baseUrl(String provider) {
        String below = simulator.provider(provider).family().questions().basePath();
        return "http://127.0.0.1:" + port() + Simulator.PATH + provider + below;
    }

    public Simulator simulator() {
        return simulator;
    }

    /** Also closes the connections, so that nothing that hangs outlives it. */
    public Future<Void> close() {
        return server.close();
    }
}
