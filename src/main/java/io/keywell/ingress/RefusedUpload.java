package io.keywell.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/**
 * The rest of an upload whose request was refused before it ended. It is read and thrown away for a while: a connection
 * that is closed under a sender is reset, and the sender would never hear why. Then the connection is closed.
 */
final class RefusedUpload {

    private static final long PATIENCE_MILLIS = 3_000;

    private RefusedUpload() {}

    /** Call it on the request's event loop, after the answer was written. */
    static void discard(HttpServerRequest request) {
        Vertx vertx = Objects.requireNonNull(Vertx.currentContext(), "on an event loop")
                .owner();
        long timer = vertx.setTimer(PATIENCE_MILLIS, passed -> hangUp(request));
        request.handler(ignored -> {});
        request.exceptionHandler(broken -> vertx.cancelTimer(timer));
        request.endHandler(ended -> {
            vertx.cancelTimer(timer);
            hangUp(request);
        });
        request.resume();
    }

    /** On HTTP/2 the connection belongs to other requests as well: only the stream ends. */
    private static void hangUp(HttpServerRequest request) {
        if (request.response().streamId() < 0) {
            request.connection().close().onComplete(ignored -> {});
        } else if (!request.isEnded()) {
            request.response().reset();
        }
    }
}
