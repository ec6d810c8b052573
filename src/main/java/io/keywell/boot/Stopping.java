package io.keywell.boot;

import io.keywell.upstream.Turnstile;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Callers that still wait for capacity are sent elsewhere at once; those that are being served go on. */
@Singleton
final class Stopping {

    void stop(@Observes ShutdownEvent event, Turnstile turnstile) {
        turnstile.close();
    }
}
