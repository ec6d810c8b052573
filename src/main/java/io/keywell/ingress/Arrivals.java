package io.keywell.ingress;

import io.keywell.core.Trace;
import io.keywell.core.Tracer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** By what a request is found again: its id, and its trace if it has one. */
@Singleton
final class Arrivals {

    private final Ids ids;
    private final Tracer tracer;

    Arrivals(RandomGenerator random, Tracer tracer) {
        this.ids = new Ids(random);
        this.tracer = tracer;
    }

    Ids ids() {
        return ids;
    }

    @Nullable
    Trace trace(HttpServerRequest request, long arrivalNanos) {
        return tracer == Tracer.OFF ? null : tracer.begin(request.getHeader(Headers.TRACEPARENT), arrivalNanos);
    }
}
