package io.keywell.catalog;

import java.util.List;
import java.util.Map;

/**
 * A vendor's API as configured.
 *
 * @param name the operator's name for it
 * @param type the vendor's type, a row of the vendor table
 * @param options what the vendor must be told, by the names that its row declares
 * @param pools its quota pools, each with its keys; not empty when it can be used
 */
public record Provider(String name, String type, BaseUrl baseUrl, Map<String, String> options, List<Pool> pools) {

    public Provider {
        options = Map.copyOf(options);
        pools = List.copyOf(pools);
    }

    /** Without options. */
    public Provider(String name, String type, BaseUrl baseUrl, List<Pool> pools) {
        this(name, type, baseUrl, Map.of(), pools);
    }
}
