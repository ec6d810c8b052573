package io.keywell.routing;

import io.keywell.catalog.Key;
import io.keywell.catalog.Model.Target;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;

/** What the plan asks about the present. Cheap: asked several times for each request. */
public interface Conditions {

    long nowMillis();

    /**
     * Until when a key must not be tried for a target: cool-downs of key, pool and provider, and the target's breaker.
     *
     * @return epoch milliseconds; 0 = it may be tried now
     */
    long blockedUntil(Target target, Pool pool, Key key, LimitRule rule);

    /** The part of it that is the same for all keys of the pool. */
    long blockedUntil(Target target, Pool pool, LimitRule rule);

    /** The smallest share that a pool has left for these limits, 0..1. */
    double headroom(LimitRule rule);

    /** A random number below the bound; spreads replicas and requests over equal candidates. */
    int random(int bound);
}
