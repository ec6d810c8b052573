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
 * @param prices what its models cost
 */
public record Provider(
        String name, String type, BaseUrl baseUrl, Map<String, String> options, List<Pool> pools, Prices prices) {

    public Provider {
        options = Map.copyOf(options);
        pools = List.copyOf(pools);
    }

    /** Without prices. */
    public Provider(String name, String type, BaseUrl baseUrl, Map<String, String> options, List<Pool> pools) {
        this(name, type, baseUrl, options, pools, Prices.NONE);
    }

    /** Without options and prices. */
    public Provider(String name, String type, BaseUrl baseUrl, List<Pool> pools) {
        this(name, type, baseUrl, Map.of(), pools);
    }

    /** The same provider with these prices. */
    public Provider priced(Prices known) {
        return new Provider(name, type, baseUrl, options, pools, known);
    }
}
