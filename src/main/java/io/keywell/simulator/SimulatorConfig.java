package io.keywell.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code keywell.simulator.*}: off unless asked for. */
@ConfigMapping(prefix = "keywell.simulator")
public interface SimulatorConfig {

    /** Whether the look-alikes are served under {@code /simulator}. */
    @WithDefault("false")
    boolean enabled();

    /** The look-alikes by name. */
    Map<String, ProviderConfig> providers();

    /** One look-alike. */
    interface ProviderConfig {

        /** Whose look-alike it is: {@code openai}, {@code anthropic}, {@code llama-cpp}, ... */
        @WithDefault("openai")
        Family family();

        /** Time to a JSON answer or a scripted error; refusals come at once. */
        @WithDefault("50ms")
        Duration latency();

        /** Time to the first event of a stream. */
        @WithDefault("50ms")
        Duration firstToken();

        /** Time between the events of a stream. */
        @WithDefault("10ms")
        Duration tokenInterval();

        /** Length of an answer in tokens, unless the caller allows less. */
        @WithDefault("16")
        int tokens();

        /** How far its clock is ahead of the right time; may be negative. */
        @WithDefault("0s")
        Duration clockAhead();

        /** The quota pools by name. */
        Map<String, PoolConfig> pools();
    }

    /** One quota pool; a limit that is 0 does not limit. */
    interface PoolConfig {

        /** The secrets that belong to the pool, separated by commas. */
        Optional<List<String>> keys();

        /** {@code sliding}, {@code bucket} or {@code fixed}. */
        @WithDefault("sliding")
        LimiterKind limiter();

        @WithDefault("0")
        long requestsPerMinute();

        @WithDefault("0")
        long tokensPerMinute();

        /** Tokens in alone. */
        @WithDefault("0")
        long inputTokensPerMinute();

        /** Tokens out alone. */
        @WithDefault("0")
        long outputTokensPerMinute();

        @WithDefault("0")
        long requestsPerDay();

        /** Requests at a time. */
        @WithDefault("0")
        long concurrent();

        /** Tokens that are paid in advance; 0 = the pool is not prepaid. */
        @WithDefault("0")
        long creditTokens();

        /** Whether a refused request counts as a request too. */
        @WithDefault("true")
        boolean countRefused();
    }
}
