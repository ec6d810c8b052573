package io.keywell.catalog;

import io.keywell.core.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One credential of a provider.
 *
 * @param name its alias: in headers, logs, metrics
 * @param secret null = the provider is called without a credential
 * @param weight share among the keys of its pool, at least 1
 * @param models upstream models it may be used for; empty = all
 * @param expiresAtMillis epoch milliseconds; {@link Long#MAX_VALUE} = never
 */
public record Key(
        String name,
        @Nullable Secret secret,
        int weight,
        List<ModelPattern> models,
        State state,
        long expiresAtMillis) {

    public enum State {
        ACTIVE,
        /** Finishes what it has, takes nothing new. */
        DRAINING,
        DISABLED
    }

    public Key {
        models = List.copyOf(models);
        if (weight < 1) {
            throw new IllegalArgumentException("weight: " + weight + "; expected at least 1");
        }
    }

    /** Whether configuration lets this key take a new request for the model. */
    public boolean usableFor(String upstreamModel, long nowMillis) {
        if (state != State.ACTIVE || nowMillis >= expiresAtMillis) {
            return false;
        }
        if (models.isEmpty()) {
            return true;
        }
        for (ModelPattern pattern : models) {
            if (pattern.matches(upstreamModel)) {
                return true;
            }
        }
        return false;
    }
}
