package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What it costs to enter, to be refused and to leave while ten thousand wait. */
class FullRoomCostTest {

    private static final int WAITING = 10_000;
    private static final int CONSUMERS = 50;
    private static final int SAMPLES = 20_000;

    private final Stage stage = new Stage();
    private final WaitingRoom<SlidingPool> room =
            new WaitingRoom<>(stage, stage, new RoomSettings(100_000, 100_000, 1_000_000, 5_000));

    @Test
    void enteringRefusingAndLeavingStayCheapWithTenThousandWaiting() {
        for (int i = 0; i < WAITING; i++) {
            room.enter(new Patient(i % CONSUMERS, 200_000));
        }
        assertThat(room.waiting()).isEqualTo(WAITING);
        long[] enter = new long[SAMPLES];
        long[] leave = new long[SAMPLES];
        long[] refuse = new long[SAMPLES];
        int stuck = 0;
        for (int i = 0; i < SAMPLES; i++) {
            Visitor<SlidingPool> stays = new Patient(i % CONSUMERS, 200_000);
            long started = System.nanoTime();
            Place place = room.enter(stays);
            long entered = System.nanoTime();
            if (!place.leave()) {
                stuck++;
            }
            leave[i] = System.nanoTime() - entered;
            enter[i] = entered - started;
        }
        for (int i = 0; i < SAMPLES; i++) {
            Visitor<SlidingPool> goes = new Patient(i % CONSUMERS, 0);
            long started = System.nanoTime();
            room.enter(goes);
            refuse[i] = System.nanoTime() - started;
        }

        System.out.printf(
                "with %d waiting: enter %d ns, leave %d ns, refuse %d ns (medians)%n",
                WAITING, median(enter), median(leave), median(refuse));
        assertThat(stuck).isZero();
        assertThat(room.waiting()).isEqualTo(WAITING);
        assertThat(median(enter)).isLessThan(20_000);
        assertThat(median(leave)).isLessThan(20_000);
        assertThat(median(refuse)).isLessThan(100_000);
    }

    private static long median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }

    /** A hundred are granted in each second that comes, none now. */
    private final class Patient extends Guest {

        Patient(int consumer, long patience) {
            super("consumer-" + consumer, stage, List.of(), g -> {});
            patienceMillis = patience;
        }

        @Override
        public Taking<SlidingPool> tryTake() {
            return new Taking.Dry<>(stage.epochMillis() + 1_000);
        }

        @Override
        public long grantable(long untilMillis, long enough) {
            return Math.min(enough, (untilMillis - stage.epochMillis()) / 10);
        }
    }
}
