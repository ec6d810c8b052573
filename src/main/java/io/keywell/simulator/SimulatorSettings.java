package io.keywell.simulator;

import io.keywell.core.Secret;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is simulated.
 *
 * @param providers by the name in the path, {@code /simulator/NAME}
 */
public record SimulatorSettings(Map<String, ProviderSettings> providers) {

    public SimulatorSettings {
        providers = Map.copyOf(providers);
    }

    /**
     * @param pools in the order in which reports name them; a key belongs to one pool
     * @param clockAhead how wrong its clock is: in its resets, and then in its {@code Date} too
     */
    public record ProviderSettings(Family family, Pace pace, List<PoolSettings> pools, Duration clockAhead) {

        /** With the right time. */
        public ProviderSettings(Family family, Pace pace, List<PoolSettings> pools) {
            this(family, pace, pools, Duration.ZERO);
        }

        /** A look-alike of OpenAI. */
        public ProviderSettings(Pace pace, List<PoolSettings> pools) {
            this(Family.OPENAI, pace, pools);
        }

        public ProviderSettings {
            pools = List.copyOf(pools);
            Set<Secret> keys = new LinkedHashSet<>();
            for (PoolSettings pool : pools) {
                for (Secret key : pool.keys()) {
                    if (!keys.add(key)) {
                        throw new IllegalArgumentException("pool " + pool.name() + ": a key is listed twice");
                    }
                }
            }
        }
    }

    /**
     * @param keys all share the limits of the pool
     * @param creditTokens paid in advance; 0 = the pool is not prepaid
     */
    public record PoolSettings(String name, PoolLimits limits, List<Secret> keys, long creditTokens) {

        public PoolSettings {
            keys = List.copyOf(keys);
            if (creditTokens < 0) {
                throw new IllegalArgumentException("pool " + name + ": credit is negative");
            }
        }

        public PoolSettings prepaid(long tokens) {
            return new PoolSettings(name, limits, keys, tokens);
        }

        public static PoolSettings of(String name, PoolLimits limits, String... keys) {
            return new PoolSettings(
                    name, limits, List.of(keys).stream().map(Secret::new).toList(), Purse.UNLIMITED);
        }
    }

    /**
     * The limits of a pool; 0 = not limited.
     *
     * @param tokensPerMinute tokens in and out together
     * @param inputTokensPerMinute tokens in alone, where a family counts them apart
     * @param concurrent requests at a time, counted to the end of the answer
     * @param countRefused whether a request that was refused for a limit counts as a request too, as at OpenAI
     */
    public record PoolLimits(
            LimiterKind limiter,
            long requestsPerMinute,
            long tokensPerMinute,
            long inputTokensPerMinute,
            long outputTokensPerMinute,
            long requestsPerDay,
            long concurrent,
            boolean countRefused) {

        /** Whole numbers stay exact up to here. */
        private static final long MOST = 100_000_000_000L;

        public PoolLimits {
            long[] limits = {
                requestsPerMinute,
                tokensPerMinute,
                inputTokensPerMinute,
                outputTokensPerMinute,
                requestsPerDay,
                concurrent
            };
            for (long limit : limits) {
                if (limit < 0 || limit > MOST) {
                    throw new IllegalArgumentException("limit " + limit + ": expected 0 (not limited) to " + MOST);
                }
            }
        }

        /** Tokens in and out together, or not at all. */
        public PoolLimits(
                LimiterKind limiter,
                long requestsPerMinute,
                long tokensPerMinute,
                long requestsPerDay,
                long concurrent,
                boolean countRefused) {
            this(limiter, requestsPerMinute, tokensPerMinute, 0, 0, requestsPerDay, concurrent, countRefused);
        }

        public static PoolLimits unlimited() {
            return new PoolLimits(LimiterKind.SLIDING, 0, 0, 0, 0, true);
        }

        public static PoolLimits perMinute(LimiterKind limiter, long requests, long tokens) {
            return new PoolLimits(limiter, requests, tokens, 0, 0, true);
        }
    }

    /**
     * How fast and how long the answers are.
     *
     * @param latency to a JSON answer or an error
     * @param firstToken to the first event of a stream
     * @param tokenInterval between the events of a stream; zero = all at once
     * @param tokens length of an answer in tokens, unless the caller allows less
     */
    public record Pace(Duration latency, Duration firstToken, Duration tokenInterval, int tokens) {

        public Pace {
            if (latency.isNegative() || firstToken.isNegative() || tokenInterval.isNegative() || tokens < 1) {
                throw new IllegalArgumentException("times must not be negative and an answer has at least one token");
            }
        }

        /** Everything at once: for tests and for measuring what stands in front. */
        public static Pace immediate(int tokens) {
            return new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO, tokens);
        }
    }
}
