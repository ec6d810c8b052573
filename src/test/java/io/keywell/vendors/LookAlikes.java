package io.keywell.vendors;

import io.keywell.provider.FailureCase;
import io.keywell.simulator.Family;
import io.keywell.simulator.LimiterKind;
import io.keywell.simulator.SimulatorServer;
import io.keywell.simulator.SimulatorSettings;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A look-alike of each vendor. What one test teaches a pool must not reach the next, so each has a provider of its own
 * in the gateway ({@link #provider}), with two pools of one key each and a spare provider behind them.
 */
public final class LookAlikes implements QuarkusTestResourceLifecycleManager {

    static final String CALLER_KEY = "kw-vendors-caller";
    static final String SPARE = "spare";

    /** What is tested at each vendor. */
    static final List<String> SCENES = List.of(
            "good",
            "stream",
            "throttle",
            "money",
            "key",
            "large",
            "limit",
            "compressed",
            "queued",
            "early",
            "responses");

    /** By the vendor's type in the gateway. */
    static final Map<String, Family> FAMILIES = Map.ofEntries(
            Map.entry("openai", Family.OPENAI),
            Map.entry("openai-compatible", Family.OPENAI),
            Map.entry("mistral", Family.MISTRAL),
            Map.entry("azure-openai", Family.AZURE),
            Map.entry("cohere", Family.COHERE),
            Map.entry("groq", Family.GROQ),
            Map.entry("deepseek", Family.DEEPSEEK),
            Map.entry("xai", Family.XAI),
            Map.entry("together", Family.TOGETHER),
            Map.entry("fireworks", Family.FIREWORKS),
            Map.entry("openrouter", Family.OPENROUTER),
            Map.entry("perplexity", Family.PERPLEXITY),
            Map.entry("huggingface", Family.HUGGINGFACE),
            Map.entry("ollama", Family.OLLAMA),
            Map.entry("vllm", Family.VLLM),
            Map.entry("llama-cpp", Family.LLAMA_CPP),
            Map.entry("anthropic", Family.ANTHROPIC),
            Map.entry("gemini", Family.GEMINI),
            Map.entry("vertex", Family.VERTEX),
            Map.entry("bedrock", Family.BEDROCK));

    private final Vertx vertx = Vertx.vertx();
    private SimulatorServer simulator;

    static String provider(String vendor, String scene) {
        return vendor + "-" + scene;
    }

    /** The model that the provider of this name is asked for. */
    static String model(String provider) {
        return "at-" + provider;
    }

    @Override
    public Map<String, String> start() {
        Map<String, List<PoolSettings>> pools = new TreeMap<>();
        Map<String, String> config = new TreeMap<>();
        vendors().forEach((provider, type) -> {
            pools.computeIfAbsent(type, first -> new ArrayList<>()).addAll(pools(provider));
            configure(config, type, provider);
        });
        Map<String, ProviderSettings> settings = new TreeMap<>();
        pools.forEach(
                (type, all) -> settings.put(type, new ProviderSettings(FAMILIES.get(type), Pace.immediate(8), all)));
        simulator = SimulatorServer.start(vertx, new SimulatorSettings(settings))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        config.replaceAll((name, value) -> value.startsWith("BASE:") ? simulator.baseUrl(value.substring(5)) : value);
        String v1 = config.get("keywell.providers.azure-classic.base-url");
        config.put("keywell.providers.azure-classic.base-url", v1.substring(0, v1.length() - "/v1".length()));
        config.put("keywell.providers.azure-classic.options.api-version", "2024-10-21");
        config.put("keywell.consumers.caller.key", CALLER_KEY);
        config.put("keywell.waiting.max-wait", "0s");
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        return config;
    }

    /** Every provider's vendor. */
    private static Map<String, String> vendors() {
        Map<String, String> types = new TreeMap<>();
        FAMILIES.keySet().forEach(type -> SCENES.forEach(scene -> types.put(provider(type, scene), type)));
        for (int i = 0; i < FailureCase.all().size(); i++) {
            types.put("case" + i, FailureCase.all().get(i).vendor());
        }
        types.put(SPARE, "openai-compatible");
        types.put("azure-classic", "azure-openai");
        return types;
    }

    private static List<PoolSettings> pools(String provider) {
        boolean narrow = provider.endsWith("-limit");
        PoolLimits first = narrow ? PoolLimits.perMinute(LimiterKind.BUCKET, 1, 0) : PoolLimits.unlimited();
        return List.of(
                PoolSettings.of(provider + "-1", first, secret(provider, 1)),
                PoolSettings.of(provider + "-2", PoolLimits.unlimited(), secret(provider, 2)));
    }

    static String secret(String provider, int number) {
        return "sk-vendors-" + provider + "-" + number;
    }

    private static void configure(Map<String, String> config, String type, String provider) {
        String prefix = "keywell.providers." + provider + ".";
        config.put(prefix + "type", type);
        config.put(prefix + "base-url", "BASE:" + type);
        for (int i = 1; i <= 2; i++) {
            config.put(prefix + "keys.k" + i + ".secret", secret(provider, i));
            config.put(prefix + "keys.k" + i + ".pool", "p" + i);
            config.put(prefix + "pools.p" + i + ".billing", "b" + i);
        }
        if (type.equals("vertex")) {
            config.put(prefix + "options.project", "sim");
        }
        if (type.equals("vertex") || type.equals("bedrock")) {
            config.put(prefix + (type.equals("vertex") ? "options.location" : "options.region"), "eu-west-1");
        }
        String model = "keywell.models." + model(provider) + ".targets";
        config.put(model + "[0].provider", provider);
        config.put(model + "[0].model", "m-" + provider);
        config.put(model + "[0].tier", "0");
        if (!provider.equals(SPARE)) {
            config.put(model + "[1].provider", SPARE);
            config.put(model + "[1].model", "spare-" + provider);
            config.put(model + "[1].tier", "1");
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(simulator, new TestInjector.MatchesType(SimulatorServer.class));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
