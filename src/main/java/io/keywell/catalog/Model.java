package io.keywell.catalog;

import io.keywell.catalog.Pool.LimitRule;
import io.keywell.core.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A name that callers use and where it leads.
 *
 * @param targets lowest tier first
 * @param maxWaitMillis longest wait for capacity; -1 = the global one
 * @param label its name in metrics; for a name that callers can make up a fixed one
 * @param places every pool in which a target can be served, in the order of the targets; derived, kept because each
 *     request walks it
 * @param limits the different ones that the places have; derived, kept because each request asks and places may be very
 *     many
 */
public record Model(
        String name,
        List<Target> targets,
        long maxWaitMillis,
        Lifecycle lifecycle,
        String label,
        List<Place> places,
        List<Limits> limits) {

    public enum State {
        DRAFT,
        PUBLISHED,
        DEPRECATED,
        RETIRED
    }

    public Model {
        targets = List.copyOf(targets);
        places = List.copyOf(places);
        limits = List.copyOf(limits);
    }

    private Model(
            String name,
            List<Target> targets,
            long maxWaitMillis,
            Lifecycle lifecycle,
            String label,
            List<Place> places) {
        this(name, targets, maxWaitMillis, lifecycle, label, places, limitsOf(places));
    }

    public Model(String name, List<Target> targets, long maxWaitMillis, Lifecycle lifecycle) {
        this(name, byTier(targets), maxWaitMillis, lifecycle, name, placesOf(byTier(targets)));
    }

    /** A model that nobody configured: its name is the caller's, its label is not. */
    static Model adHoc(String name, String label, List<Target> targets) {
        return new Model(name, targets, -1, Lifecycle.of(State.PUBLISHED), label, placesOf(targets));
    }

    /** What it is now. */
    public State state(Clock clock) {
        return lifecycle.at(clock);
    }

    /** The same model, served by the providers of the same names among these. */
    Model over(Map<String, Provider> providers) {
        if (targets.stream().allMatch(target -> providers.get(target.provider().name()) == target.provider())) {
            return this;
        }
        List<Target> moved =
                targets.stream().map(target -> target.over(providers)).toList();
        return new Model(name, moved, maxWaitMillis, lifecycle);
    }

    private static List<Target> byTier(List<Target> targets) {
        return targets.stream().sorted(Comparator.comparingInt(Target::tier)).toList();
    }

    private static List<Place> placesOf(List<Target> targets) {
        return targets.stream()
                .flatMap(target -> target.provider().pools().stream()
                        .map(pool -> new Place(target, pool, pool.ruleFor(target.upstreamModel()))))
                .toList();
    }

    private static List<Limits> limitsOf(List<Place> places) {
        return places.stream().map(place -> place.rule().limits()).distinct().toList();
    }

    /**
     * One place that can serve the model.
     *
     * @param upstreamModel the provider's name for it
     * @param tier a higher tier is tried when the lower ones cannot serve
     * @param weight share among the targets of its tier, at least 1
     * @param breaker names the circuit breaker inside the provider; shared by model names that callers make up
     * @param price what its tokens cost; null = unknown
     */
    public record Target(
            Provider provider, String upstreamModel, int tier, int weight, String breaker, @Nullable Price price) {

        public Target(Provider provider, String upstreamModel, int tier, int weight, String breaker) {
            this(
                    provider,
                    upstreamModel,
                    tier,
                    weight,
                    breaker,
                    provider.prices().of(upstreamModel));
        }

        public Target(Provider provider, String upstreamModel, int tier, int weight) {
            this(provider, upstreamModel, tier, weight, upstreamModel);
        }

        private Target over(Map<String, Provider> providers) {
            Provider now = providers.getOrDefault(provider.name(), provider);
            return new Target(now, upstreamModel, tier, weight, breaker);
        }

        public Target {
            if (weight < 1) {
                throw new IllegalArgumentException("weight: " + weight + "; expected at least 1");
            }
        }
    }

    /**
     * A pool in which a target can be served.
     *
     * @param rule the limits that the target's model has there
     */
    public record Place(Target target, Pool pool, LimitRule rule) {}
}
