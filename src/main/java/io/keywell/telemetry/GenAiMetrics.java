package io.keywell.telemetry;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.keywell.core.CallRecord;
import io.keywell.core.CallSink;
import io.keywell.core.Operation;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Finished calls under OpenTelemetry's names for generative AI, for dashboards that know these. Only calls that a provider
 * served; the provider is named as it is configured, the model as callers know it.
 */
public final class GenAiMetrics implements CallSink {

    /** As the conventions ask: from 10 ms, doubled. */
    private static final Duration[] SECONDS = Stream.iterate(Duration.ofMillis(10), bound -> bound.multipliedBy(2))
            .limit(14)
            .toArray(Duration[]::new);

    /** As the conventions ask: powers of four. */
    private static final double[] TOKENS =
            DoubleStream.iterate(1, bound -> bound * 4).limit(14).toArray();

    private final MeterRegistry registry;
    private final Map<Labels, Meters> meters = new ConcurrentHashMap<>();

    public GenAiMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accept(CallRecord call) {
        String provider = call.provider();
        if (provider == null) {
            return;
        }
        Labels labels = new Labels(call.operation(), call.modelLabel(), provider);
        Meters known = meters.get(labels);
        Meters of = known != null ? known : meters.computeIfAbsent(labels, this::make);
        of.seconds.record(call.totalNanos(), NANOSECONDS);
        if (call.usage().input() > 0) {
            of.input.record(call.usage().input());
        }
        if (call.usage().output() > 0) {
            of.output.record(call.usage().output());
        }
    }

    private Meters make(Labels labels) {
        Timer seconds = Timer.builder(MetricNames.GEN_AI_SECONDS)
                .tags(labels.tags())
                .serviceLevelObjectives(SECONDS)
                .register(registry);
        return new Meters(seconds, tokens(labels, "input"), tokens(labels, "output"));
    }

    private DistributionSummary tokens(Labels labels, String type) {
        return DistributionSummary.builder(MetricNames.GEN_AI_TOKENS)
                .tags(labels.tags())
                .tag("gen_ai.token.type", type)
                .serviceLevelObjectives(TOKENS)
                .register(registry);
    }

    static String name(Operation operation) {
        return switch (operation) {
            case COMPLETIONS -> "text_completion";
            case EMBEDDINGS, BATCH_EMBEDDINGS -> "embeddings";
            default -> operation.name().toLowerCase(Locale.ROOT);
        };
    }

    private record Labels(Operation operation, String model, String provider) {
        String[] tags() {
            return new String[] {
                "gen_ai.operation.name",
                name(operation),
                "gen_ai.provider.name",
                provider,
                "gen_ai.request.model",
                model
            };
        }
    }

    private record Meters(Timer seconds, DistributionSummary input, DistributionSummary output) {}
}
