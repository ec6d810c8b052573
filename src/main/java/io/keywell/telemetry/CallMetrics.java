package io.keywell.telemetry;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.CallSink;
import io.keywell.core.FailureClass;
import io.keywell.core.GatewayError;
import io.keywell.telemetry.CallMeters.ServedMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts every finished call. Handles are looked up once for each combination of labels. */
public final class CallMetrics implements CallSink {

    /** With very many keys nobody reads a counter for each: attempts with what comes after so many count together. */
    static final int MANY = 5_000;

    /** No name of a key. */
    static final String OTHER_KEYS = "*";

    private static final Set<String> BY_CONSUMER =
            Set.of(MetricNames.REQUESTS, MetricNames.TOKENS, MetricNames.COST, MetricNames.EXHAUSTED);

    private final MeterRegistry registry;
    private final Map<CallLabels, CallMeters> calls = new ConcurrentHashMap<>();
    private final Map<CallLabels, CostMeters> costs = new ConcurrentHashMap<>();
    private final Map<AttemptLabels, Counter> attempts = new ConcurrentHashMap<>();
    private final Map<String, Timer> waits = new ConcurrentHashMap<>();

    private Set<String> consumers = Set.of();

    public CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Says who may call from now on. Those who could before take their series along: callers that come and go would fill the
     * registry otherwise. What a last call of theirs still counts is a series again until they are named anew.
     */
    public synchronized void consumers(Set<String> now) {
        Set<String> gone = new HashSet<>(consumers);
        gone.removeAll(now);
        consumers = now;
        if (gone.isEmpty()) {
            return;
        }
        calls.keySet().removeIf(labels -> gone.contains(labels.consumer));
        costs.keySet().removeIf(labels -> gone.contains(labels.consumer));
        for (Meter meter : registry.getMeters()) {
            String consumer = meter.getId().getTag("consumer");
            if (consumer != null
                    && gone.contains(consumer)
                    && BY_CONSUMER.contains(meter.getId().getName())) {
                registry.remove(meter);
            }
        }
    }

    @Override
    public void accept(CallRecord call) {
        CallLabels labels = new CallLabels(call);
        handle(calls, labels, this::callMeters).count(call);
        if (call.cost() != null) {
            handle(costs, labels, this::costMeters).count(call.cost());
        }
        countAttempts(call.attempts());
        if (call.waitedNanos() > 0) {
            handle(waits, call.modelLabel(), this::waitTimer).record(call.waitedNanos(), NANOSECONDS);
        }
        if (call.outcome() == Outcome.CANCELLED && call.attempts().isEmpty()) {
            // Nothing was sent yet: the caller left the waiting room.
            registry.counter(MetricNames.WAIT_ABANDONED, "model", call.modelLabel())
                    .increment();
        }
        if (call.error() == GatewayError.Kind.KEYS_EXHAUSTED) {
            registry.counter(MetricNames.EXHAUSTED, "model", call.modelLabel(), "consumer", call.consumer())
                    .increment();
        }
    }

    private void countAttempts(List<AttemptRecord> made) {
        for (int i = 0; i < made.size(); i++) {
            AttemptRecord attempt = made.get(i);
            attemptCounter(attempt).increment();
            if (attempt.failure() == FailureClass.RATE_SHORT || attempt.failure() == FailureClass.RATE_LONG) {
                registry.counter(
                                MetricNames.UPSTREAM_RATE_LIMITED,
                                "provider",
                                attempt.provider(),
                                "pool",
                                attempt.pool())
                        .increment();
            }
        }
    }

    private Counter attemptCounter(AttemptRecord attempt) {
        AttemptLabels own = new AttemptLabels(attempt.provider(), attempt.key(), attempt.failure());
        Counter known = attempts.get(own);
        if (known != null) {
            return known;
        }
        return attempts.size() < MANY
                ? attempts.computeIfAbsent(own, this::attemptCounter)
                : handle(attempts, own.ofOtherKeys(), this::attemptCounter);
    }

    /** A plain get first: it takes no lock, and after the first call it always hits. */
    private static <K, V> V handle(Map<K, V> known, K labels, Function<K, V> make) {
        V handle = known.get(labels);
        return handle != null ? handle : known.computeIfAbsent(labels, make);
    }

    private CallMeters callMeters(CallLabels l) {
        Counter requests = registry.counter(
                MetricNames.REQUESTS,
                "consumer",
                l.consumer,
                "model",
                l.model,
                "provider",
                l.provider,
                "outcome",
                l.outcome.label());
        return new CallMeters(requests, l.provider.equals(CallLabels.NONE) ? null : servedMeters(l));
    }

    private Counter attemptCounter(AttemptLabels l) {
        String type = l.failure == null ? "ok" : l.failure.name().toLowerCase(Locale.ROOT);
        return registry.counter(MetricNames.ATTEMPTS, "provider", l.provider, "key", l.key, "class", type);
    }

    private ServedMeters servedMeters(CallLabels l) {
        return new ServedMeters(
                seconds(MetricNames.REQUEST_SECONDS, l, Duration.ofMillis(5), Duration.ofMinutes(10)),
                seconds(MetricNames.OVERHEAD_SECONDS, l, Duration.ofNanos(50_000), Duration.ofSeconds(1)),
                seconds(MetricNames.FIRST_TOKEN_SECONDS, l, Duration.ofMillis(5), Duration.ofMinutes(2)),
                tokenCounter(l, "input"),
                tokenCounter(l, "output"));
    }

    private Timer seconds(String name, CallLabels l, Duration from, Duration to) {
        return Timer.builder(name)
                .tag("model", l.model)
                .tag("provider", l.provider)
                .serviceLevelObjectives(buckets(from, to))
                .register(registry);
    }

    private Timer waitTimer(String model) {
        return Timer.builder(MetricNames.WAIT_SECONDS)
                .tag("model", model)
                .serviceLevelObjectives(buckets(Duration.ofMillis(10), Duration.ofMinutes(2)))
                .register(registry);
    }

    /** Bounds that double: few enough for many labels, close enough for a percentile. */
    private static Duration[] buckets(Duration from, Duration to) {
        List<Duration> bounds = new ArrayList<>();
        for (Duration bound = from; bound.compareTo(to.multipliedBy(2)) < 0; bound = bound.multipliedBy(2)) {
            bounds.add(bound);
        }
        return bounds.toArray(Duration[]::new);
    }

    private Counter tokenCounter(CallLabels l, String type) {
        return registry.counter(
                MetricNames.TOKENS, "consumer", l.consumer, "model", l.model, "provider", l.provider, "type", type);
    }

    private CostMeters costMeters(CallLabels l) {
        return new CostMeters(
                costCounter(l, "input"),
                costCounter(l, "output"),
                costCounter(l, "cache_read"),
                costCounter(l, "cache_write"));
    }

    private Counter costCounter(CallLabels l, String type) {
        return Counter.builder(MetricNames.COST)
                .description("Dollars that calls cost, where the price is known")
                .tags("consumer", l.consumer, "model", l.model, "provider", l.provider, "type", type)
                .register(registry);
    }

    private record AttemptLabels(String provider, String key, @Nullable FailureClass failure) {

        AttemptLabels ofOtherKeys() {
            return new AttemptLabels(provider, OTHER_KEYS, failure);
        }
    }
}
