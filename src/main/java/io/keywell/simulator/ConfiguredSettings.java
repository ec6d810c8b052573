package io.keywell.simulator;

import io.keywell.core.Secret;
import io.keywell.simulator.SimulatorConfig.PoolConfig;
import io.keywell.simulator.SimulatorConfig.ProviderConfig;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.keywell.simulator.SimulatorSettings.PoolLimits;
import io.keywell.simulator.SimulatorSettings.PoolSettings;
import io.keywell.simulator.SimulatorSettings.ProviderSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From the configuration to plain values. */
final class ConfiguredSettings {

    private ConfiguredSettings() {}

    static SimulatorSettings from(SimulatorConfig config) {
        Map<String, ProviderSettings> providers = new TreeMap<>();
        config.providers().forEach((name, provider) -> providers.put(name, provider(provider)));
        return new SimulatorSettings(providers);
    }

    private static ProviderSettings provider(ProviderConfig config) {
        Pace pace = new Pace(config.latency(), config.firstToken(), config.tokenInterval(), config.tokens());
        List<PoolSettings> pools = new TreeMap<>(config.pools())
                .entrySet().stream()
                        .map(pool -> pool(pool.getKey(), pool.getValue()))
                        .toList();
        return new ProviderSettings(config.family(), pace, pools, config.clockAhead());
    }

    private static PoolSettings pool(String name, PoolConfig config) {
        PoolLimits limits = new PoolLimits(
                config.limiter(),
                config.requestsPerMinute(),
                config.tokensPerMinute(),
                config.inputTokensPerMinute(),
                config.outputTokensPerMinute(),
                config.requestsPerDay(),
                config.concurrent(),
                config.countRefused());
        List<Secret> keys =
                config.keys().orElse(List.of()).stream().map(Secret::new).toList();
        return new PoolSettings(name, limits, keys, config.creditTokens());
    }
}
