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
 * @param vacant pools that are declared and have no key yet; nothing can be sent through them
 */
public record Provider(
        String name,
        String type,
        BaseUrl baseUrl,
        Map<String, String> options,
        List<Pool> pools,
        Prices prices,
        List<Pool> vacant) {

    public Provider {
        options = Map.copyOf(options);
        pools = List.copyOf(pools);
        vacant = List.copyOf(vacant);
    }

    /** Every declared pool has a key. */
    public Provider(
            String name, String type, BaseUrl baseUrl, Map<String, String> options, List<Pool> pools, Prices prices) {
        this(name, type, baseUrl, options, pools, prices, List.of());
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
        return known == prices ? this : new Provider(name, type, baseUrl, options, pools, known, vacant);
    }

    /** The same provider with these pools. */
    public Provider with(List<Pool> withKeys, List<Pool> withoutKeys) {
        return new Provider(name, type, baseUrl, options, withKeys, prices, withoutKeys);
    }
}
