package io.keywell.upstream;

import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Model.Target;
import io.keywell.core.Clock;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * One guard for each target, with its breaker. Kept over catalog swaps for targets that are still there; a model name
 * that callers made up shares its provider's guard, so that their number is bounded by configuration.
 *
 * <p>What came of an attempt is put through the guard when it is known, rather than the attempt itself: that counts the
 * same, and spares every request the guard's hand-overs between event-loop tasks. While a breaker is open the target is
 * no candidate; after that one attempt at a time probes it.
 */
@Singleton
public class TargetGuards {

    private final UpstreamSettings.Breaker settings;
    private final Clock clock;
    private final Map<TargetName, Guarded> guards = new ConcurrentHashMap<>();

    public TargetGuards(UpstreamSettings settings, CatalogRef catalog, Clock clock) {
        this.settings = settings.breaker();
        this.clock = clock;
        catalog.onReplace(next -> guards.keySet().removeIf(name -> next.provider(name.provider()) == null));
    }

    /** The target answered, well or with an error that is not its own. */
    void answered(Target target) {
        guarded(target).record(true);
    }

    /** The target is broken, overloaded or silent. */
    void broke(Target target) {
        guarded(target).record(false);
    }

    /** Until when the breaker keeps the target at rest, epoch milliseconds; 0 = it may be asked. */
    long restsUntil(Target target) {
        return guarded(target).restsUntil();
    }

    /** Asks for an attempt that follows; 0 = go, else the epoch millisecond at which to ask again. */
    long enter(Target target) {
        return guarded(target).enter();
    }

    private Guarded guarded(Target target) {
        TargetName name = new TargetName(target.provider().name(), target.breaker());
        Guarded known = guards.get(name);
        return known != null ? known : guards.computeIfAbsent(name, n -> new Guarded());
    }

    private record TargetName(String provider, String model) {}

    /** Stands for a failed attempt inside the guard. */
    private static final class Broken extends RuntimeException {
        static final Broken ONE = new Broken();

        private Broken() {
            super("the target broke", null, false, false);
        }
    }

    private final class Guarded {
        private static final long CLOSED = 0;

        /** When the next probe may go, epoch milliseconds. */
        private final AtomicLong nextProbe = new AtomicLong(CLOSED);

        private final TypedGuard<Boolean> guard = TypedGuard.create(Boolean.class)
                .withCircuitBreaker()
                .requestVolumeThreshold(settings.window())
                .failureRatio(settings.failureRatio())
                .delay(settings.delay().toMillis(), ChronoUnit.MILLIS)
                .failOn(Broken.class)
                .onStateChange(this::changed)
                .done()
                .build();

        void record(boolean good) {
            try {
                guard.get(() -> {
                    if (good) {
                        return Boolean.TRUE;
                    }
                    throw Broken.ONE;
                });
            } catch (Broken | CircuitBreakerOpenException counted) {
                // The breaker has seen it; what an attempt brings that was under way when it opened changes nothing.
            }
        }

        long restsUntil() {
            long probe = nextProbe.get();
            return probe == CLOSED || probe <= clock.epochMillis() ? 0 : probe;
        }

        long enter() {
            long probe = nextProbe.get();
            if (probe == CLOSED) {
                return 0;
            }
            long now = clock.epochMillis();
            boolean mine = probe <= now && nextProbe.compareAndSet(probe, now + rest());
            return mine ? 0 : Math.max(probe, now + 1);
        }

        private void changed(CircuitBreakerState state) {
            if (state == CircuitBreakerState.OPEN) {
                nextProbe.set(clock.epochMillis() + rest());
            } else if (state == CircuitBreakerState.CLOSED) {
                nextProbe.set(CLOSED);
            }
        }

        /** A little longer than the breaker's own delay, so that it takes the probe's result. */
        private long rest() {
            return settings.delay().toMillis() + 10;
        }
    }
}
