package io.keywell.boot;

import io.keywell.core.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * How a replica leaves without losing a call. First it says that it is not ready and serves on, with each answer the last
 * on its connection, until the balancer has noticed. Then it takes no new connection, and what is under way ends: who
 * waits for capacity waits a while longer and is then sent elsewhere, who is being served is served to the end. Whatever
 * is left after the grace is cut off.
 */
final class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final DrainSettings settings;
    private final Clock clock;
    private final Pause pause;

    private volatile boolean begun;

    Drain(DrainSettings settings, Clock clock, Pause pause) {
        this.settings = settings;
        this.clock = clock;
        this.pause = pause;
    }

    /** What a drain does to the replica. */
    interface Replica {

        /** From now on each answer is the last on its connection. */
        void hangUpAfterAnswers();

        /** New connections are refused; the open ones stay. */
        void closeDoor();

        /** Those in the waiting room are sent elsewhere, and whoever would enter it. */
        void closeWaitingRoom();

        /** Calls under way, waiting ones and unsent ends of answers included. */
        int underWay();
    }

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void pass(Duration time) throws InterruptedException;
    }

    /** Whether the replica leaves: it is not ready any more. */
    boolean begun() {
        return begun;
    }

    /** Returns when the replica may stop. Blocks for as long as the settings say, at most. */
    void run(Replica replica) throws InterruptedException {
        begun = true;
        LOG.infof("Leaving: not ready any more, %d calls under way", replica.underWay());
        replica.hangUpAfterAnswers();
        pause.pass(settings.notice());
        replica.closeDoor();
        long start = clock.nanoTime();
        long waiting = settings.waiting().toNanos();
        long grace = settings.grace().toNanos();
        boolean waitingRoomOpen = true;
        while (replica.underWay() > 0 && clock.nanoTime() - start < grace) {
            if (waitingRoomOpen && clock.nanoTime() - start >= waiting) {
                waitingRoomOpen = false;
                replica.closeWaitingRoom();
            }
            pause.pass(LOOK_AGAIN);
        }
        int left = replica.underWay();
        if (left > 0) {
            LOG.warnf("Stopping: %d calls are cut off, the grace of %s is over", left, settings.grace());
        } else {
            LOG.info("Stopping: every call is answered");
        }
    }
}
