package io.keywell.routing;

import io.keywell.catalog.Key;
import io.keywell.catalog.Model.Target;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Conditions that a test decides on; chance is the same in every run. */
final class ChosenConditions implements Conditions {

    static final long NOW = 1_000;

    private final Map<String, Long> blocked = new HashMap<>();
    private final Map<String, Long> blockedPools = new HashMap<>();
    private final Map<String, Double> headroom = new HashMap<>();
    private final Random random;
    private int looks;

    ChosenConditions(long seed) {
        random = new Random(seed);
    }

    void block(String key, long untilMillis) {
        blocked.put(key, untilMillis);
    }

    void blockPool(String pool, long untilMillis) {
        blockedPools.put(pool, untilMillis);
    }

    /** How many keys were looked at. */
    int looks() {
        return looks;
    }

    void headroom(String pool, double share) {
        headroom.put(pool, share);
    }

    @Override
    public long nowMillis() {
        return NOW;
    }

    @Override
    public long blockedUntil(Target target, Pool pool, Key key, LimitRule rule) {
        looks++;
        return Math.max(blockedPools.getOrDefault(pool.name(), 0L), blocked.getOrDefault(key.name(), 0L));
    }

    @Override
    public long blockedUntil(Target target, Pool pool, LimitRule rule) {
        return blockedPools.getOrDefault(pool.name(), 0L);
    }

    @Override
    public double headroom(LimitRule rule) {
        String owner = rule.account().owner();
        return headroom.getOrDefault(owner.substring(owner.indexOf('/') + 1), 1.0);
    }

    @Override
    public int random(int bound) {
        return random.nextInt(bound);
    }
}
