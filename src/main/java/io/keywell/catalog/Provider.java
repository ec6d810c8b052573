package io.keywell.catalog;

import java.util.List;

/**
 * A vendor's API as configured.
 *
 * @param name the operator's name for it
 * @param type the vendor's type, a row of the vendor table
 * @param pools its quota pools, each with its keys; not empty when it can be used
 */
public record Provider(String name, String type, BaseUrl baseUrl, List<Pool> pools) {

    public Provider {
        pools = List.copyOf(pools);
    }
}
