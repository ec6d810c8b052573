package io.keywell.boot;

import io.keywell.alerting.Post;
import io.keywell.core.Clock;
import io.keywell.core.Trace.Hands;
import io.keywell.core.Tracer;
import io.keywell.telemetry.MetricNames;
import io.keywell.telemetry.Sampling;
import io.keywell.telemetry.SpanPost;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Sends traces to a collector, when there is one. Without it a call costs one question whether it is traced. */
@Singleton
final class TracingWiring {

    private static final int CONNECT_MILLIS = 5_000;
    private static final long LAST_WORDS_MILLIS = 2_000;

    private final TracingSettings settings;
    private final @Nullable SpanPost post;

    TracingWiring(
            TracingSettings settings,
            MeterRegistry registry,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "") String version) {
        this.settings = settings;
        this.post = settings.endpoint()
                .map(endpoint -> post(endpoint, registry, vertx, version))
                .orElse(null);
    }

    private SpanPost post(URI endpoint, MeterRegistry registry, Vertx vertx, String version) {
        Post http =
                AlertingWiring.post(vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS)));
        Map<String, String> headers = new HashMap<>(settings.headers());
        headers.put("content-type", "application/json");
        Counter lost = Counter.builder(MetricNames.SPANS_LOST).register(registry);
        SpanPost made = new SpanPost(
                version, AlertingWiring.host(), body -> http.send(endpoint, headers, body), lost::increment);
        vertx.setPeriodic(settings.every().toMillis(), ignored -> {
            var unused = made.flush();
        });
        return made;
    }

    @Produces
    @Singleton
    Tracer tracer(Clock clock, RandomGenerator random) {
        SpanPost to = post;
        return to == null
                ? Tracer.OFF
                : new Sampling(settings.ratio(), settings.toProviders(), new Hands(clock, random, to::take));
    }

    void stop(@Observes ShutdownEvent event) {
        if (post != null) {
            CompletableFuture<Void> sent = post.flush().toCompletableFuture();
            try {
                sent.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                // Traces are not worth a slower end.
                sent.cancel(false);
            }
        }
    }
}
