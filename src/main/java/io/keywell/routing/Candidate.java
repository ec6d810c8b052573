package io.keywell.routing;

import io.keywell.catalog.Key;
import io.keywell.catalog.Model.Target;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Pool.LimitRule;

/**
 * One concrete thing that can be tried.
 *
 * @param rule the limits that the target's model has in the key's pool
 */
public record Candidate(Target target, Pool pool, Key key, LimitRule rule) {

    public String provider() {
        return target.provider().name();
    }
}
