package io.keywell.boot;

import io.keywell.core.Clock;
import io.keywell.ingress.Calls;
import io.keywell.ingress.Departure;
import io.keywell.upstream.Turnstile;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** The end of the process: callers leave first, then the parts stop. */
@Singleton
final class Stopping {

    private static final Logger LOG = Logger.getLogger(Stopping.class);

    @Produces
    @Singleton
    Drain drain(DrainSettings settings, Clock clock) {
        return new Drain(settings, clock, time -> Thread.sleep(time.toMillis()));
    }

    /** Comes before the servers close, on the thread that was told to stop; in development the servers do not close. */
    void leave(
            @Observes ShutdownDelayInitiatedEvent event,
            Drain drain,
            Departure departure,
            Door door,
            Turnstile turnstile,
            Calls calls) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            return;
        }
        try {
            drain.run(new Replica(departure, door, turnstile, calls));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Stopping at once: the drain was interrupted");
        }
    }

    /** Whoever still waits is told. */
    void stop(@Observes ShutdownEvent event, Turnstile turnstile) {
        turnstile.close();
    }

    private record Replica(Departure departure, Door door, Turnstile turnstile, Calls calls) implements Drain.Replica {

        @Override
        public void hangUpAfterAnswers() {
            departure.begin();
        }

        @Override
        public void closeDoor() {
            door.close();
        }

        @Override
        public void closeWaitingRoom() {
            turnstile.close();
        }

        @Override
        public int underWay() {
            return calls.underWay() + departure.closing();
        }
    }
}
