package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final long NOTICE = 10_000;
    private static final long WAITING = 30_000;
    private static final long GRACE = 600_000;

    private final List<String> done = new ArrayList<>();

    private long millis;
    private long callsEndAt;
    private boolean readyAtTheFirstStep = true;

    private final Drain drain = new Drain(new Settings(), new Time(), time -> millis += time.toMillis());

    @Test
    void anIdleReplicaStillGivesTheBalancerItsTime() throws InterruptedException {
        leave();

        assertThat(done).containsExactly("0 hang up", NOTICE + " close door");
        assertThat(millis).isEqualTo(NOTICE);
    }

    @Test
    void itIsNotReadyBeforeAnythingElseHappens() throws InterruptedException {
        assertThat(drain.begun()).isFalse();

        leave();

        assertThat(readyAtTheFirstStep).isFalse();
    }

    @Test
    void itStopsAsSoonAsTheLastCallIsAnswered() throws InterruptedException {
        callsEndAt = 25_000;

        leave();

        assertThat(millis).isBetween(25_000L, 25_100L);
        assertThat(done).doesNotContain("close waiting room");
    }

    @Test
    void whoStillWaitsIsSentElsewhereBeforeTheOthersAreCutOff() throws InterruptedException {
        callsEndAt = 300_000;

        leave();

        assertThat(done)
                .containsExactly("0 hang up", NOTICE + " close door", (NOTICE + WAITING) + " close waiting room");
        assertThat(millis).isBetween(300_000L, 300_100L);
    }

    @Test
    void itDoesNotOutlastTheGrace() throws InterruptedException {
        callsEndAt = Long.MAX_VALUE;

        leave();

        assertThat(millis).isBetween(NOTICE + GRACE, NOTICE + GRACE + 100);
    }

    private void leave() throws InterruptedException {
        drain.run(new Watched());
    }

    private final class Watched implements Drain.Replica {
        @Override
        public void hangUpAfterAnswers() {
            readyAtTheFirstStep = !drain.begun();
            done.add(millis + " hang up");
        }

        @Override
        public void closeDoor() {
            done.add(millis + " close door");
        }

        @Override
        public void closeWaitingRoom() {
            done.add(millis + " close waiting room");
        }

        @Override
        public int underWay() {
            return millis < callsEndAt ? 1 : 0;
        }
    }

    private final class Time implements Clock {
        @Override
        public long epochMillis() {
            return millis;
        }

        @Override
        public long nanoTime() {
            return TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    private record Settings() implements DrainSettings {
        @Override
        public Duration notice() {
            return Duration.ofMillis(NOTICE);
        }

        @Override
        public Duration waiting() {
            return Duration.ofMillis(WAITING);
        }

        @Override
        public Duration grace() {
            return Duration.ofMillis(GRACE);
        }
    }
}
