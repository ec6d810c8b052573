package io.keywell.ingress;

import io.keywell.core.Cancellation;
import io.keywell.core.Exchange;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import io.keywell.core.Trace;
import io.keywell.ingress.CallerHeaders.Unreadable;
import io.keywell.ingress.Calls.Read;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** A request on its way in. */
record Inbound(
        Operation operation, HttpServerRequest request, WayBack back, Cancellation cancellation, long arrivalNanos) {

    Exchange exchange(Read read, long nowMillis, @Nullable Trace trace) throws Unreadable {
        Secret credential = CallerHeaders.credential(request);
        return new Exchange(
                back.id(),
                operation,
                back.protocol().dialect(),
                read.model(),
                read.stream(),
                read.facts(),
                read.body(),
                read.upload(),
                request.getHeader(Headers.CONTENT_TYPE),
                CallerHeaders.passed(back.protocol().dialect(), request),
                read.passthrough(),
                credential,
                credential == null && Calls.loopback(request),
                CallerHeaders.maxWaitMillis(request),
                CallerHeaders.fallback(request),
                CallerHeaders.wholeToolCalls(request),
                CallerHeaders.tags(request),
                arrivalNanos,
                nowMillis,
                cancellation,
                trace);
    }
}
