package io.keywell.crossing;

import io.keywell.simulator.Family;
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

/** Vendors of three dialects, a look-alike of Bedrock, and models that lead over them. */
public final class Providers implements QuarkusTestResourceLifecycleManager {

    static final String KEY = "kw-crossing-caller";

    private static final String AWS_PAIR = "AKIACROSSING:secret/of+aws";

    private final Vertx vertx = Vertx.vertx();
    private Script script;
    private SimulatorServer simulator;

    @Override
    public Map<String, String> start() {
        script = new Script(vertx);
        simulator = SimulatorServer.start(vertx, bedrock())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Map<String, String> config = new TreeMap<>();
        provider(config, "openai", "openai", "/v1");
        provider(config, "anthropic", "anthropic", "");
        provider(config, "gemini", "gemini", "/v1beta");
        provider(config, "other", "openai-compatible", "/v1");
        provider(config, "mistral", "mistral", "/v1");
        provider(config, "cohere", "cohere", "");
        provider(config, "vertex", "vertex", "/v1");
        config.put("keywell.providers.vertex.options.project", "p1");
        config.put("keywell.providers.vertex.options.location", "europe-west4");
        target(config, "only-vertex", 0, "vertex");
        config.put("keywell.providers.owners.type", "openai");
        config.put("keywell.providers.owners.base-url", script.root() + "/owners/v1");
        for (String owner : new String[] {"a", "b", "c"}) {
            config.put("keywell.providers.owners.keys." + owner + ".secret", "sk-crossing-owner-" + owner);
        }
        target(config, "of-three-owners", 0, "owners");
        target(config, "only-mistral", 0, "mistral");
        target(config, "only-cohere", 0, "cohere");
        bedrock(config, simulator.baseUrl("bedrock"));
        target(config, "openai-then-other", 0, "openai");
        target(config, "openai-then-other", 1, "other");
        for (String first : new String[] {"openai", "anthropic", "gemini"}) {
            target(config, "only-" + first, 0, first);
            target(config, first + "-then-bedrock", 0, first);
            target(config, first + "-then-bedrock", 1, "bedrock");
            for (String second : new String[] {"openai", "anthropic", "gemini"}) {
                if (!first.equals(second)) {
                    target(config, first + "-then-" + second, 0, first);
                    target(config, first + "-then-" + second, 1, second);
                }
            }
        }
        target(config, "bedrock-then-openai", 0, "bedrock");
        target(config, "bedrock-then-openai", 1, "openai");
        config.put("keywell.consumers.caller.key", KEY);
        config.put("keywell.consumers.caller.limits.concurrent", "100");
        config.put("keywell.waiting.max-wait", "0s");
        config.put("keywell.upstream.first-token-timeout", "5s");
        config.put("keywell.upstream.stall-timeout", "5s");
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        return config;
    }

    private void provider(Map<String, String> config, String name, String type, String path) {
        String prefix = "keywell.providers." + name + ".";
        config.put(prefix + "type", type);
        config.put(prefix + "base-url", script.root() + "/" + name + path);
        config.put(prefix + "keys.k1.secret", "sk-crossing-" + name);
        config.put(prefix + "pools.k1.limits[0].concurrent", "50");
        config.put(prefix + "keys.k1.pool", "k1");
    }

    private static SimulatorSettings bedrock() {
        PoolSettings pool = PoolSettings.of("account", PoolLimits.unlimited(), AWS_PAIR);
        ProviderSettings look = new ProviderSettings(Family.BEDROCK, Pace.immediate(8), List.of(pool));
        return new SimulatorSettings(Map.of("bedrock", look));
    }

    private static void bedrock(Map<String, String> config, String baseUrl) {
        config.put("keywell.providers.bedrock.base-url", baseUrl);
        config.put("keywell.providers.bedrock.options.region", "eu-west-1");
        config.put("keywell.providers.bedrock.keys.k1.secret", AWS_PAIR);
    }

    private static void target(Map<String, String> config, String model, int tier, String provider) {
        String prefix = "keywell.models." + model + ".targets[" + tier + "].";
        config.put(prefix + "provider", provider);
        config.put(prefix + "model", upstream(provider));
        config.put(prefix + "tier", Integer.toString(tier));
    }

    static String upstream(String provider) {
        return switch (provider) {
            case "openai" -> "gpt-4o-mini";
            case "anthropic" -> "claude-sonnet-4-5";
            case "other" -> "whisper";
            case "cohere" -> "rerank-v3.5";
            case "vertex" -> "text-embedding-005";
            case "mistral" -> "mistral-large-latest";
            case "bedrock" -> "eu.amazon.nova-pro-v1:0";
            default -> "gemini-2.5-flash";
        };
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(script, new TestInjector.MatchesType(Script.class));
        injector.injectIntoFields(simulator, new TestInjector.MatchesType(SimulatorServer.class));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
