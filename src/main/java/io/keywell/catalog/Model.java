package io.keywell.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that callers use and where it leads.
 *
 * @param targets lowest tier first
 * @param maxWaitMillis longest wait for capacity; -1 = the global one
 * @param sunset the date text for a deprecated model's {@code Sunset} header, null for none
 */
public record Model(String name, List<Target> targets, long maxWaitMillis, State state, @Nullable String sunset) {

    public enum State {
        DRAFT,
        PUBLISHED,
        DEPRECATED,
        RETIRED
    }

    public Model {
        targets = targets.stream()
                .sorted(java.util.Comparator.comparingInt(Target::tier))
                .toList();
    }

    /**
     * One place that can serve the model.
     *
     * @param upstreamModel the provider's name for it
     * @param tier a higher tier is tried when the lower ones cannot serve
     * @param weight share among the targets of its tier, at least 1
     */
    public record Target(Provider provider, String upstreamModel, int tier, int weight) {
        public Target {
            if (weight < 1) {
                throw new IllegalArgumentException("weight: " + weight + "; expected at least 1");
            }
        }
    }
}
