package io.keywell.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends callers elsewhere, once this replica is about to stop: each answer is then the last on its connection. Who is
 * being served is served to the end, and a balancer or a caller's pool finds another replica for what comes next.
 */
@Singleton
public class Departure {

    /** An HTTP/2 connection is closed when its streams are over; by then the process has ended anyway. */
    private static final long STREAMS_MILLIS = 24 * 60 * 60 * 1_000L;

    private final AtomicInteger closing = new AtomicInteger();

    private volatile boolean begun;

    public void begin() {
        begun = true;
    }

    /** Connections whose last answer is written but may not have reached the network yet. */
    public int closing() {
        return closing.get();
    }

    /** Call it before the head is written. HTTP/2 has no such header, there it is a frame. */
    void announce(HttpServerResponse response) {
        if (begun && response.streamId() < 0 && !response.headWritten()) {
            response.putHeader(Headers.CONNECTION, "close");
        }
    }

    /** Call it when the answer is whole: what is written before goes out before the connection closes. */
    void ended(HttpServerRequest request) {
        if (!begun || !request.isEnded()) {
            // What is left of a refused upload is read first: RefusedUpload.
            return;
        }
        if (request.response().streamId() >= 0) {
            // The others on the connection may go on, new ones are refused unread.
            request.connection().shutdown(STREAMS_MILLIS).onComplete(ignored -> {});
            return;
        }
        closing.incrementAndGet();
        request.connection().close().onComplete(ignored -> closing.decrementAndGet());
    }
}
