package io.keywell.upstream;

import io.keywell.core.Clock;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the time-outs of all attempts: one periodic timer for each event loop that has any, in the place of one
 * for each attempt, because setting and cancelling a timer costs more than everything else that a time-out needs. They
 * come up to a tenth of a second late.
 */
final class Watches {

    private static final long TICK_MILLIS = 100;

    private final Vertx vertx;
    private final Clock clock;
    private final Map<Thread, Round> rounds = new ConcurrentHashMap<>();

    Watches(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    void add(Watch watch) {
        round().add(watch);
    }

    /** Does nothing for a watch that is not there. */
    void remove(Watch watch) {
        if (watch.before != null) {
            unlink(watch);
        }
    }

    private Round round() {
        Thread loop = Thread.currentThread();
        Round known = rounds.get(loop);
        return known != null ? known : rounds.computeIfAbsent(loop, l -> new Round());
    }

    private static void unlink(Watch watch) {
        Watch before = watch.before;
        Watch after = watch.after;
        if (before != null && after != null) {
            before.after = after;
            after.before = before;
        }
        watch.before = null;
        watch.after = null;
    }

    /** The watches of one event loop, in a ring around an anchor. Touched by that loop only. */
    private final class Round {
        private final Watch anchor = new Watch(Watches.this, clock, 0, () -> {});
        private boolean ticking;

        Round() {
            anchor.before = anchor;
            anchor.after = anchor;
        }

        void add(Watch watch) {
            Watch first = anchor.after;
            watch.before = anchor;
            watch.after = first;
            if (first != null) {
                first.before = watch;
            }
            anchor.after = watch;
            if (!ticking) {
                ticking = true;
                vertx.setPeriodic(TICK_MILLIS, this::tick);
            }
        }

        private void tick(Long timer) {
            if (anchor.after == anchor) {
                ticking = false;
                vertx.cancelTimer(timer);
                return;
            }
            long now = clock.nanoTime();
            @Nullable Watch next = anchor.after;
            while (next != null && next != anchor) {
                Watch watch = next;
                // Taken before it may leave; what begins meanwhile stands at the front and is seen in the next round.
                next = watch.after;
                watch.look(now);
            }
        }
    }
}
