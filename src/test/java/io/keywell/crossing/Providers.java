package io.keywell.crossing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;

/** Vendors of three dialects, and models that lead over them. */
public final class Providers implements QuarkusTestResourceLifecycleManager {

    static final String KEY = "kw-crossing-caller";

    private final Vertx vertx = Vertx.vertx();
    private Script script;

    @Override
    public Map<String, String> start() {
        script = new Script(vertx);
        Map<String, String> config = new TreeMap<>();
        provider(config, "openai", "openai", "/v1");
        provider(config, "anthropic", "anthropic", "");
        provider(config, "gemini", "gemini", "/v1beta");
        provider(config, "other", "openai-compatible", "/v1");
        target(config, "openai-then-other", 0, "openai");
        target(config, "openai-then-other", 1, "other");
        for (String first : new String[] {"openai", "anthropic", "gemini"}) {
            target(config, "only-" + first, 0, first);
            for (String second : new String[] {"openai", "anthropic", "gemini"}) {
                if (!first.equals(second)) {
                    target(config, first + "-then-" + second, 0, first);
                    target(config, first + "-then-" + second, 1, second);
                }
            }
        }
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
            default -> "gemini-2.5-flash";
        };
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(script, new TestInjector.MatchesType(Script.class));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
