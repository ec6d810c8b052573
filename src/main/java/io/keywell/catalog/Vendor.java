package io.keywell.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What configuration must know of a vendor; the rows stand in the {@code provider} package.
 *
 * @param type its name in {@code keywell.providers.*.type}
 * @param baseUrl its public address, null when each installation has its own
 * @param keyVariables environment variables that hold one or many keys separated by commas, as the vendor names them
 * @param modelPrefixes beginnings of model names that belong to this vendor without further configuration
 * @param keyless whether it can be called without a key
 */
public record Vendor(
        String type,
        @Nullable String baseUrl,
        List<String> keyVariables,
        List<String> modelPrefixes,
        boolean keyless) {}
