package io.keywell.ingress;

import io.vertx.core.Vertx;
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
    Heartbeat begin(WayBack back, boolean stream) {
        if (!enabled || !stream || back.form() != WayBack.Form.AS_IS) {
            return null;
        }
        Heartbeat heartbeat = new Heartbeat(vertx, back.response());
        heartbeat.start();
        return heartbeat;
    }
}
