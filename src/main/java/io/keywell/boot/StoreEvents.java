package io.keywell.boot;

import io.keywell.core.Dimension;
import io.keywell.core.QuotaKey;
import io.keywell.quota.lease.LeaseObserver;
import io.keywell.quota.lease.Outage;
import io.keywell.quota.lease.StoreState;
import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/** What happens between this replica and the cluster, as metrics, and changes of the mode as log lines. */
final class StoreEvents implements LeaseObserver {

    private static final Logger LOG = Logger.getLogger(StoreEvents.class);

    private final Map<Operation, Map<Outcome, Counter>> operations = new EnumMap<>(Operation.class);
    private final Timer seconds;
    private final Timer leaseAge;
    private final Counter lostSwaps;
    private final Counter localDenials;
    private final Map<Dimension, Counter> grants;
    private final Map<Dimension, Counter> returns;
    private final Map<Dimension, Counter> forfeits;
    private final Map<Dimension, Counter> claims;

    StoreEvents(MeterRegistry registry) {
        for (Operation kind : Operation.values()) {
            Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                outcomes.put(
                        outcome,
                        registry.counter(MetricNames.STORE_OPERATIONS, "kind", word(kind), "outcome", word(outcome)));
            }
            operations.put(kind, outcomes);
        }
        seconds = registry.timer(MetricNames.STORE_SECONDS, "store", "infinispan");
        leaseAge = registry.timer(MetricNames.STORE_LEASE_AGE);
        lostSwaps = registry.counter(MetricNames.STORE_LOST_SWAPS);
        localDenials = registry.counter(MetricNames.STORE_LOCAL_DENIALS);
        grants = byDimension(registry, MetricNames.STORE_GRANTS);
        returns = byDimension(registry, MetricNames.STORE_RETURNS);
        forfeits = byDimension(registry, MetricNames.STORE_FORFEITS);
        claims = byDimension(registry, MetricNames.STORE_CLAIMS);
    }

    private static Map<Dimension, Counter> byDimension(MeterRegistry registry, String name) {
        Map<Dimension, Counter> counters = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            counters.put(dimension, registry.counter(name, "dimension", dimension.key()));
        }
        return counters;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void add(Map<Dimension, Counter> counters, Dimension dimension, long amount) {
        Counter counter = counters.get(dimension);
        if (counter != null) {
            counter.increment(amount);
        }
    }

    @Override
    public void operation(Operation operation, Outcome outcome, long nanos) {
        Map<Outcome, Counter> outcomes = operations.get(operation);
        Counter counter = outcomes == null ? null : outcomes.get(outcome);
        if (counter != null) {
            counter.increment();
        }
        seconds.record(Duration.ofNanos(nanos));
        if (operation == Operation.SWAP && outcome == Outcome.LOST) {
            lostSwaps.increment();
        }
    }

    @Override
    public void leased(QuotaKey key, Dimension dimension, long amount) {
        add(grants, dimension, amount);
    }

    @Override
    public void returned(QuotaKey key, Dimension dimension, long amount) {
        add(returns, dimension, amount);
    }

    @Override
    public void forfeited(QuotaKey key, Dimension dimension, long amount) {
        add(forfeits, dimension, amount);
    }

    @Override
    public void claimed(QuotaKey key, Dimension dimension, long amount) {
        add(claims, dimension, amount);
    }

    @Override
    public void deniedLocally(QuotaKey key) {
        localDenials.increment();
    }

    @Override
    public void leaseAge(QuotaKey key, long millis) {
        leaseAge.record(Duration.ofMillis(millis));
    }

    @Override
    public void clockBehind(QuotaKey key, long millis) {
        LOG.warnf(
                "This replica's clock is %d ms behind another's, which has written %s; keep them in step", millis, key);
    }

    @Override
    public void stateChanged(StoreState before, StoreState now) {
        boolean fine = now.status() == StoreState.Status.UP;
        LOG.logf(
                fine ? Logger.Level.INFO : Logger.Level.WARN,
                "Quota store: mode %s, was %s for %d ms",
                mode(now),
                mode(before),
                now.sinceMillis() - before.sinceMillis());
    }

    /** One of {@link StoreView#MODES}. */
    static String mode(StoreState state) {
        return switch (state.status()) {
            case UP -> "up";
            case LEARNING -> "learning";
            case DOWN -> "closed";
            case DEGRADED -> state.outage() instanceof Outage.Escrow ? "escrow" : "degraded-share";
        };
    }
}
