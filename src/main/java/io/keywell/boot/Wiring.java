package io.keywell.boot;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.keywell.admission.Admission;
import io.keywell.admission.InputCounter;
import io.keywell.admission.InputEstimates;
import io.keywell.admission.OutputEstimates;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Consumer;
import io.keywell.core.CallSink;
import io.keywell.core.Clock;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.QuotaStore;
import io.keywell.settlement.Settlement;
import io.keywell.telemetry.CallLog;
import io.keywell.telemetry.CallMetrics;
import io.keywell.telemetry.GenAiMetrics;
import io.keywell.waiting.Timers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Makes the plain parts, which know nothing of CDI. The only place with the machine's clock and randomness. */
final class Wiring {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.system();
    }

    /** Random numbers of the calling thread: not for secrets. */
    @Produces
    @Singleton
    RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }

    /** For secrets. */
    @Produces
    @Singleton
    @Typed(SecureRandom.class)
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    Timers timers(Vertx vertx) {
        return (delayMillis, task) -> {
            long timer = vertx.setTimer(Math.max(1, delayMillis), ignored -> task.run());
            return () -> vertx.cancelTimer(timer);
        };
    }

    @Produces
    @Singleton
    CoolDowns coolDowns(Clock clock, RandomGenerator random) {
        return new CoolDowns(clock, random::nextDouble);
    }

    @Produces
    @Singleton
    InputEstimates inputEstimates() {
        return new InputEstimates();
    }

    @Produces
    @Singleton
    OutputEstimates outputEstimates() {
        return new OutputEstimates();
    }

    @Produces
    @Singleton
    Admission admission(
            QuotaStore store, InputEstimates inputs, OutputEstimates outputs, InputCounter counter, Clock clock) {
        return new Admission(store, inputs, outputs, counter, clock);
    }

    @Produces
    @Singleton
    CallSink callMetrics(MeterRegistry registry, CatalogRef catalog) {
        CallMetrics metrics = new CallMetrics(registry);
        catalog.onReplace(next -> nameConsumers(metrics, catalog));
        nameConsumers(metrics, catalog);
        return metrics;
    }

    /** Rows may come into force meanwhile: whichever thread is last, it says what is in force by then. */
    private static void nameConsumers(CallMetrics metrics, CatalogRef catalog) {
        synchronized (metrics) {
            metrics.consumers(names(catalog.current()));
        }
    }

    private static Set<String> names(Catalog catalog) {
        return catalog.consumers().stream().map(Consumer::name).collect(toUnmodifiableSet());
    }

    @Produces
    @Singleton
    CallSink genAiMetrics(MeterRegistry registry) {
        return new GenAiMetrics(registry);
    }

    @Produces
    @Singleton
    Settlement settlement(@All List<CallSink> sinks, CallLogSettings log) {
        return new Settlement(
                log.calls()
                        ? Stream.concat(sinks.stream(), Stream.of(new CallLog()))
                                .toList()
                        : sinks);
    }
}
