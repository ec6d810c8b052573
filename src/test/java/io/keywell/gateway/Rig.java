package io.keywell.gateway;

import io.keywell.simulator.LimiterKind;
import io.keywell.simulator.SimulatorServer;
import io.keywell.simulator.SimulatorSettings;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sets the {@link World} up before the gateway starts and gives it to the tests. */
public final class Rig implements QuarkusTestResourceLifecycleManager {

    private static final PoolLimits FREE = PoolLimits.unlimited();
    private static final PoolLimits TWO_A_MINUTE = PoolLimits.perMinute(LimiterKind.SLIDING, 2, 0);
    private static final PoolLimits THREE_A_MINUTE = PoolLimits.perMinute(LimiterKind.SLIDING, 3, 0);
    private static final PoolLimits ONE_AT_A_TIME = new PoolLimits(LimiterKind.SLIDING, 0, 0, 0, 1, true);

    private final Vertx vertx = Vertx.vertx();
    private World world;

    @Override
    public Map<String, String> start() {
        LogBook log = LogBook.open();
        SimulatorServer simulator = SimulatorServer.start(vertx, new SimulatorSettings(providers()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        EchoProvider echo = new EchoProvider(vertx);
        EchoProvider collector = new EchoProvider(vertx);
        String settings = Settings.yaml(simulator::baseUrl, echo.baseUrl());
        Mount mount = new Mount(settings);
        world = new World(simulator, echo, collector, mount, settings, log, new ConcurrentLinkedQueue<>());
        return Map.of(
                "keywell.config-file", mount.file().toString(),
                "keywell.tracing.endpoint", collector.baseUrl() + "/traces",
                "keywell.tracing.headers.x-tenant", "acme",
                // Only callers that bring a sampled trace.
                "keywell.tracing.ratio", "0",
                "keywell.tracing.to-providers", "true",
                "keywell.tracing.every", "100ms");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(world, new TestInjector.MatchesType(World.class));
    }

    @Override
    public void stop() {
        world.mount().delete();
        world.log().close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Map<String, ProviderSettings> providers() {
        Pace fast = Pace.immediate(8);
        Pace slow = new Pace(Duration.ofMillis(300), Duration.ofMillis(20), Duration.ofMillis(50), 80);
        return Map.ofEntries(
                Map.entry("plain", new ProviderSettings(fast, List.of(pool("plain", FREE, "plain-1")))),
                Map.entry("slow", new ProviderSettings(slow, List.of(pool("slow", FREE, "slow-1")))),
                Map.entry("narrow", new ProviderSettings(slow, List.of(pool("narrow", ONE_AT_A_TIME, "narrow-1")))),
                Map.entry(
                        "dry",
                        new ProviderSettings(
                                fast, List.of(pool("d1", TWO_A_MINUTE, "dry-1"), pool("d2", TWO_A_MINUTE, "dry-2")))),
                Map.entry("spare", new ProviderSettings(fast, List.of(pool("s1", TWO_A_MINUTE, "spare-1")))),
                Map.entry("told", new ProviderSettings(fast, List.of(pool("t1", THREE_A_MINUTE, "told-1")))),
                Map.entry(
                        "hinted",
                        new ProviderSettings(
                                fast, List.of(pool("h1", FREE, "hinted-1"), pool("h2", FREE, "hinted-2")))),
                Map.entry(
                        "homes",
                        new ProviderSettings(
                                fast,
                                List.of(
                                        pool("q1", FREE, "home-1"),
                                        pool("q2", FREE, "home-2"),
                                        pool("q3", FREE, "home-3")))),
                Map.entry("brief", new ProviderSettings(fast, List.of(pool("b1", FREE, "brief-1")))),
                Map.entry(
                        "purse",
                        new ProviderSettings(
                                fast,
                                List.of(
                                        pool("p1", FREE, "purse-1"),
                                        pool("p2", FREE, "purse-2"),
                                        pool("p3", FREE, "purse-3")))),
                Map.entry("ring", new ProviderSettings(fast, List.of(pool("r1", FREE, "ring-1", "ring-2")))));
    }

    private static PoolSettings pool(String name, PoolLimits limits, String... keys) {
        String[] secrets = new String[keys.length];
        for (int i = 0; i < keys.length; i++) {
            secrets[i] = World.PROVIDER_SECRET + keys[i];
        }
        return PoolSettings.of(name, limits, secrets);
    }
}
