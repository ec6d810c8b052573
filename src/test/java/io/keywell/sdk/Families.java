package io.keywell.sdk;

import io.keywell.simulator.Family;
import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.keywell.simulator.SimulatorServer;
import io.keywell.simulator.SimulatorSettings;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A provider of each family, one that is always dry, and models that lead to them. */
public final class Families implements QuarkusTestResourceLifecycleManager {

    static final String KEY = "kw-sdk-caller";

    private static final String SECRET = "sk-sdk-";

    private final Vertx vertx = Vertx.vertx();
    private SimulatorServer server;

    @Override
    public Map<String, String> start() {
        SimulatorSettings settings = new SimulatorSettings(Map.of(
                "openai", provider(Family.OPENAI, "openai"),
                "anthropic", provider(Family.ANTHROPIC, "anthropic"),
                "gemini", provider(Family.GEMINI, "gemini"),
                "dry", provider(Family.OPENAI, "dry")));
        server = SimulatorServer.start(vertx, settings)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        server.simulator().provider("dry").faults().add(FaultRule.always(Fault.RATE_LIMITED_BARE));
        Map<String, String> config = new TreeMap<>();
        provider(config, "openai", "openai-compatible");
        provider(config, "anthropic", "anthropic");
        provider(config, "gemini", "gemini");
        provider(config, "dry", "openai-compatible");
        for (String family : List.of("openai", "anthropic", "gemini")) {
            target(config, "on-" + family, 0, family);
            target(config, "dry-then-" + family, 0, "dry");
            target(config, "dry-then-" + family, 1, family);
        }
        target(config, "only-dry", 0, "dry");
        config.put("keywell.consumers.caller.key", KEY);
        config.put("keywell.waiting.max-wait", "0s");
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        return config;
    }

    private static ProviderSettings provider(Family family, String name) {
        return new ProviderSettings(
                family, Pace.immediate(16), List.of(PoolSettings.of(name, PoolLimits.unlimited(), SECRET + name)));
    }

    private void provider(Map<String, String> config, String name, String type) {
        String prefix = "keywell.providers." + name + ".";
        config.put(prefix + "type", type);
        config.put(prefix + "base-url", server.baseUrl(name));
        config.put(prefix + "keys." + name + "-1.secret", SECRET + name);
    }

    private static void target(Map<String, String> config, String model, int tier, String provider) {
        String prefix = "keywell.models." + model + ".targets[" + tier + "].";
        config.put(prefix + "provider", provider);
        config.put(prefix + "model", provider.equals("anthropic") ? "claude-sonnet-4-5" : provider + "-large");
        config.put(prefix + "tier", Integer.toString(tier));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
