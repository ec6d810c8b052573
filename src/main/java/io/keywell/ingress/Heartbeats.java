package io.keywell.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Starts a heartbeat for every streaming caller, when the operator wants that. */
@Singleton
final class Heartbeats {

    private final Vertx vertx;
    private final boolean enabled;

    Heartbeats(Vertx vertx, HeartbeatSettings settings) {
        this.vertx = vertx;
        this.enabled = settings.heartbeat();
    }

    /** A heartbeat that is running; null for a caller that gets none. */
    @Nullable
    Heartbeat begin(HttpServerResponse response, boolean stream) {
        if (!enabled || !stream) {
            return null;
        }
        Heartbeat heartbeat = new Heartbeat(vertx, response);
        heartbeat.start();
        return heartbeat;
    }
}
