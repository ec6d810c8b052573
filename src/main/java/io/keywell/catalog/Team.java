package io.keywell.catalog;

import java.util.List;

/**
 * Consumers that share allowances.
 *
 * @param allowances what the requests of all its consumers are counted on together; may be empty
 */
public record Team(String name, List<Allowance> allowances) {

    public Team {
        allowances = List.copyOf(allowances);
    }
}
