package io.keywell.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

/**
 * Keeps the line open for a streaming caller that waits: after two seconds the answer begins as a stream, with a comment
 * that SDKs ignore, and another one every ten seconds. From then on an error can only be told inside the stream.
 */
final class Heartbeat {

    private static final long FIRST_MILLIS = 2_000;
    private static final long NEXT_MILLIS = 10_000;
    private static final String COMMENT = ": waiting\n\n";

    private final Vertx vertx;
    private final HttpServerResponse response;
    private long timer;
    private boolean over;

    Heartbeat(Vertx vertx, HttpServerResponse response) {
        this.vertx = vertx;
        this.response = response;
    }

    void start() {
        timer = vertx.setTimer(FIRST_MILLIS, ignored -> beat());
    }

    private void beat() {
        if (over || response.ended() || response.closed()) {
            return;
        }
        if (!response.headWritten()) {
            ReplyWriter.beginEvents(response);
        }
        response.write(COMMENT);
        timer = vertx.setTimer(NEXT_MILLIS, ignored -> beat());
    }

    /** The reply is there, or the caller is gone. */
    void stop() {
        over = true;
        vertx.cancelTimer(timer);
    }
}
