package io.keywell.drill;

import io.keywell.simulator.Fault;
import io.keywell.simulator.LimiterKind;
import io.keywell.simulator.SimulatorServer;
import io.keywell.simulator.SimulatorSettings;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Starts the simulator and configures the gateway to use it. Each fault has a model of its own ({@link #model}), so that
 * what one test teaches a breaker or a pool does not reach the next.
 */
public final class SimulatedProviders implements QuarkusTestResourceLifecycleManager {

    static final String CALLER_KEY = "kw-drill-caller";
    static final String SECRET = "sk-drill-secret-";

    /** Of what the caller may do; nothing else in the drills has this number. */
    static final long CALLERS_LIMIT = 54_321;

    static final Duration FIRST_TOKEN = Duration.ofMillis(600);
    static final Duration STALL = Duration.ofMillis(500);
    static final Duration ANSWER = Duration.ofMillis(800);
    static final Duration TOTAL = Duration.ofSeconds(6);
    static final Duration MAX_WAIT = Duration.ofSeconds(2);
    static final Duration BREAKER_RESTS = Duration.ofMillis(700);
    static final int GIANT_TOKENS = 60_000;
    static final int MAX_BODY = 24 << 20;

    /** What a provider states as its own; it must reach no caller. */
    private static final PoolLimits PLENTY = PoolLimits.perMinute(LimiterKind.BUCKET, 7_777_777, 6_666_666_666L);

    private static final Set<String> NOT_SIMULATED = Set.of("gone", "endless");

    private final Vertx vertx = Vertx.vertx();
    private final EndlessProvider endless = new EndlessProvider();
    private SimulatorServer server;

    /** The model whose upstream name on acme and bolt is {@link #upstream}. */
    static String model(Fault fault) {
        return "drill-" + fault.wireName();
    }

    static String upstream(Fault fault) {
        return "m-" + fault.wireName();
    }

    @Override
    public Map<String, String> start() {
        server = await(SimulatorServer.start(vertx, simulators()));
        Map<String, String> config = new TreeMap<>();
        providers(config);
        models(config);
        config.put("keywell.consumers.caller.key", CALLER_KEY);
        config.put("keywell.consumers.caller.limits.requests-per-minute", Long.toString(CALLERS_LIMIT));
        config.put("keywell.consumers.caller.limits.concurrent", "500");
        config.put("keywell.waiting.max-wait", MAX_WAIT.toMillis() + "ms");
        config.put("keywell.upstream.connect-timeout", "500ms");
        config.put("keywell.upstream.first-token-timeout", FIRST_TOKEN.toMillis() + "ms");
        config.put("keywell.upstream.stall-timeout", STALL.toMillis() + "ms");
        config.put("keywell.upstream.answer-timeout", ANSWER.toMillis() + "ms");
        config.put("keywell.upstream.total-timeout", TOTAL.toMillis() + "ms");
        config.put("keywell.upstream.max-body", Integer.toString(MAX_BODY));
        config.put("keywell.upstream.breaker.delay", BREAKER_RESTS.toMillis() + "ms");
        config.put("keywell.ingress.max-buffered", Integer.toString(MAX_BODY + (4 << 20)));
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        return config;
    }

    private static SimulatorSettings simulators() {
        Pace slow = new Pace(Duration.ofMillis(300), Duration.ofMillis(10), Duration.ofMillis(30), 40);
        return new SimulatorSettings(Map.of(
                "acme",
                provider(Pace.immediate(8), pool("org-1", "acme-1", "acme-2"), pool("org-2", "acme-3")),
                "bolt",
                provider(Pace.immediate(8), pool("org-9", "bolt-1")),
                "solo",
                provider(Pace.immediate(8), pool("org-s", "solo-1")),
                "narrow",
                provider(slow, pool("org-n", "narrow-1")),
                "giant",
                provider(Pace.immediate(GIANT_TOKENS), pool("org-g", "giant-1"))));
    }

    private static ProviderSettings provider(Pace pace, PoolSettings... pools) {
        return new ProviderSettings(pace, List.of(pools));
    }

    private static PoolSettings pool(String name, String... keys) {
        String[] secrets = List.of(keys).stream().map(key -> SECRET + key).toArray(String[]::new);
        return PoolSettings.of(name, PLENTY, secrets);
    }

    private void providers(Map<String, String> config) {
        key(config, "acme", "acme-1", "org-1");
        key(config, "acme", "acme-2", "org-1");
        key(config, "acme", "acme-3", "org-2");
        key(config, "bolt", "bolt-1", "org-9");
        key(config, "solo", "solo-1", "org-s");
        key(config, "narrow", "narrow-1", "org-n");
        key(config, "giant", "giant-1", "org-g");
        key(config, "gone", "gone-1", "org-0");
        key(config, "endless", "endless-1", "org-e");
        config.put("keywell.providers.narrow.pools.org-n.limits[0].concurrent", "1");
        config.put("keywell.providers.endless.base-url", "http://127.0.0.1:" + endless.port() + "/v1");
        config.put("keywell.providers.gone.base-url", "http://127.0.0.1:" + closedPort() + "/v1");
    }

    private void key(Map<String, String> config, String provider, String key, String pool) {
        String prefix = "keywell.providers." + provider + ".";
        config.put(prefix + "type", "openai-compatible");
        if (!NOT_SIMULATED.contains(provider)) {
            config.put(prefix + "base-url", server.baseUrl(provider));
        }
        config.put(prefix + "keys." + key + ".secret", SECRET + key);
        config.put(prefix + "keys." + key + ".pool", pool);
    }

    private static void models(Map<String, String> config) {
        model(config, "smart", "acme/large", "bolt/other");
        model(config, "solo", "solo/one");
        model(config, "narrow", "narrow/one");
        model(config, "giant", "giant/one");
        model(config, "endless", "endless/one");
        model(config, "gone-first", "gone/one", "bolt/after-gone");
        // Tests with many failures of one target have a model of their own: its breaker must not tell the others.
        for (String name : List.of("resting", "first-alone", "first-keys", "then-other")) {
            model(config, name, "acme/" + name, "bolt/" + name);
        }
        for (Fault fault : Fault.values()) {
            model(config, model(fault), "acme/" + upstream(fault), "bolt/" + upstream(fault));
        }
    }

    /** @param targets {@code provider/model}, one for each tier */
    private static void model(Map<String, String> config, String name, String... targets) {
        for (int tier = 0; tier < targets.length; tier++) {
            String prefix = "keywell.models.\"" + name + "\".targets[" + tier + "].";
            int slash = targets[tier].indexOf('/');
            config.put(prefix + "provider", targets[tier].substring(0, slash));
            config.put(prefix + "model", targets[tier].substring(slash + 1));
            config.put(prefix + "tier", Integer.toString(tier));
        }
    }

    /** Nobody listens there: it was free a moment ago. */
    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(endless, new TestInjector.MatchesType(EndlessProvider.class));
        injector.injectIntoFields(server, new TestInjector.MatchesType(SimulatorServer.class));
    }

    @Override
    public void stop() {
        try {
            endless.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (server != null) {
            await(server.close());
        }
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
