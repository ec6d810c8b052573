package io.keywell.quota;

import io.keywell.core.Dimension;
import org.jspecify.annotations.Nullable;

/** What a cool-down covers. */
public sealed interface Scope {

    /** A credential, for every model. */
    record Key(String provider, String key) implements Scope {}

    /** A credential for one upstream model. */
    record KeyModel(String provider, String key, String model) implements Scope {}

    /**
     * A pool for the models that share a limit.
     *
     * @param dimension the one that is used up; null when it is not known or all are meant
     */
    record PoolModelDimension(String provider, String pool, String modelGroup, @Nullable Dimension dimension)
            implements Scope {}

    /** A pool, for every model. */
    record Pool(String provider, String pool) implements Scope {}

    /** Every pool of a provider that draws from a purse. */
    record Billing(String provider, String purse) implements Scope {}

    /** A model of a provider, whatever the key. */
    record ProviderModel(String provider, String model) implements Scope {}
}
