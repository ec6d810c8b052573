package io.keywell.vendors;

import io.keywell.provider.FailureCase;
import io.keywell.simulator.Family;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** The dialects of providers, by a vendor that speaks each. */
    static final List<String> ODD_AT = List.of("openai", "anthropic", "gemini", "bedrock");

    /** What streams may be like. */
    static final Set<Fault> ODD = EnumSet.of(
            Fault.BREAK,
            Fault.ERROR_EVENT_FIRST,
            Fault.ERROR_EVENT_LATER,
            Fault.ERROR_IN_200,
            Fault.RESET_AFTER_HEAD,
            Fault.EMPTY_200,
            Fault.TRUNCATED_JSON,
            Fault.UTF8_SPLIT,
            Fault.GZIP,
            Fault.QUEUED,
            Fault.USAGE_MISSING,
            Fault.SSE_CRLF,
            Fault.SSE_COMMENTS,
            Fault.SSE_MULTILINE,
            Fault.SSE_NO_FINAL_BLANK,
            Fault.SSE_DOUBLE_DONE,
            Fault.JSON_ARRAY,
            Fault.BAD_CHECKSUM);

    /** Providers whose clock is wrong. */
    static final Map<String, Duration> WRONG_CLOCKS = Map.of(
            "anthropic-ahead", Duration.ofMinutes(10),
            "anthropic-behind", Duration.ofMinutes(-10),
            "openrouter-ahead", Duration.ofMinutes(10),
            "openrouter-behind", Duration.ofMinutes(-10));

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

    /** The model whose streams may be odd in this way; the vendor knows it by the same name. */
    static String odd(String vendor, Fault fault) {
        return "odd-" + vendor + "-" + fault.wireName();
    }

    @Override
    public Map<String, String> start() {
        Map<String, List<PoolSettings>> pools = new TreeMap<>();
        Map<String, String> config = new TreeMap<>();
        vendors().forEach((provider, type) -> {
            pools.computeIfAbsent(lookAlike(provider, type), first -> new ArrayList<>())
                    .addAll(pools(provider));
            configure(config, type, provider);
        });
        Map<String, ProviderSettings> settings = new TreeMap<>();
        pools.forEach((name, all) ->
                settings.put(name, new ProviderSettings(family(name), Pace.immediate(8), all, clock(name))));
        simulator = SimulatorServer.start(vertx, new SimulatorSettings(settings))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        config.replaceAll((name, value) -> value.startsWith("BASE:") ? base(value.substring(5)) : value);
        config.computeIfPresent("keywell.providers.azure-classic.base-url", (name, url) -> without("/v1", url));
        config.put("keywell.providers.azure-classic.options.api-version", "2024-10-21");
        oddModels(config);
        config.put("keywell.consumers.caller.key", CALLER_KEY);
        config.put("keywell.waiting.max-wait", "0s");
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        return config;
    }

    /** Each with targets of its own: their breakers must not tell one another. */
    private static void oddModels(Map<String, String> config) {
        for (String vendor : ODD_AT) {
            for (Fault fault : ODD) {
                target(config, odd(vendor, fault), 0, provider(vendor, "good"), odd(vendor, fault));
                target(config, odd(vendor, fault), 1, SPARE, "spare-" + odd(vendor, fault));
            }
        }
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
        types.put(provider("deepseek", "purse"), "deepseek");
        WRONG_CLOCKS.keySet().forEach(name -> types.put(name, name.substring(0, name.indexOf('-'))));
        return types;
    }

    /** The look-alike of a provider: the vendor's, but for one whose clock is wrong. */
    private static String lookAlike(String provider, String type) {
        return WRONG_CLOCKS.containsKey(provider) ? provider : type;
    }

    private static Family family(String lookAlike) {
        Family family = FAMILIES.get(lookAlike);
        return family != null ? family : FAMILIES.get(lookAlike.substring(0, lookAlike.indexOf('-')));
    }

    private static Duration clock(String lookAlike) {
        return WRONG_CLOCKS.getOrDefault(lookAlike, Duration.ZERO);
    }

    private static List<PoolSettings> pools(String provider) {
        boolean narrow = provider.endsWith("-limit") || WRONG_CLOCKS.containsKey(provider);
        PoolLimits first = narrow ? PoolLimits.perMinute(LimiterKind.BUCKET, 1, 0) : PoolLimits.unlimited();
        return List.of(
                PoolSettings.of(provider + "-1", first, secret(provider, 1))
                        .prepaid(provider.endsWith("-purse") ? 1 : 0),
                PoolSettings.of(provider + "-2", PoolLimits.unlimited(), secret(provider, 2)));
    }

    static String secret(String provider, int number) {
        return "sk-vendors-" + provider + "-" + number;
    }

    /** What stands behind Cohere's belongs to its paths. */
    private String base(String type) {
        return without(type.equals("cohere") ? "/compatibility/v1" : "", simulator.baseUrl(type));
    }

    private static String without(String end, String url) {
        return url.substring(0, url.length() - end.length());
    }

    private static void configure(Map<String, String> config, String type, String provider) {
        String prefix = "keywell.providers." + provider + ".";
        config.put(prefix + "type", type);
        config.put(prefix + "base-url", "BASE:" + lookAlike(provider, type));
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
        target(config, model(provider), 0, provider, "m-" + provider);
        if (!provider.equals(SPARE)) {
            target(config, model(provider), 1, SPARE, "spare-" + provider);
        }
    }

    private static void target(Map<String, String> config, String model, int tier, String provider, String upstream) {
        String target = "keywell.models." + model + ".targets[" + tier + "].";
        config.put(target + "provider", provider);
        config.put(target + "model", upstream);
        config.put(target + "tier", Integer.toString(tier));
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
