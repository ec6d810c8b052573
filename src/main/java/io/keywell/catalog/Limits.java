package io.keywell.catalog;

import io.keywell.core.Dimension;
import java.util.List;

/**
 * What may be used: at most one limit a dimension.
 *
 * @param all the limits; empty = unlimited
 */
public record Limits(List<Limit> all) {

    public static final Limits NONE = new Limits(List.of());

    public Limits {
        all = List.copyOf(all);
        if (all.stream().map(Limit::dimension).distinct().count() != all.size()) {
            throw new IllegalArgumentException("a dimension is limited twice: " + all);
        }
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * @param amount how many units a window holds, at least 1
     * @param window ignored for {@link Dimension#CONCURRENT}
     */
    public record Limit(Dimension dimension, long amount, Window window) {
        public Limit {
            if (amount < 1) {
                throw new IllegalArgumentException(dimension.key() + ": " + amount + "; expected at least 1");
            }
        }
    }
}
