package io.keywell.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Many threads enter, leave and give back at once; a permit must end with exactly one caller, and nobody is forgotten. */
class WaitingRoomRaceTest {

    private static final int THREADS = 4;
    private static final int CALLS = 3_000;
    private static final int PERMITS = 8;

    private final Semaphore permits = new Semaphore(PERMITS);
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final ConcurrentLinkedQueue<Runnable> giveBack = new ConcurrentLinkedQueue<>();

    @RepeatedTest(5)
    @Timeout(60)
    void noPermitIsLostAndNobodyIsForgotten() throws Exception {
        long seed = System.nanoTime();
        System.out.println("race seed " + seed);
        ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
        WaitingRoom<Integer> room = new WaitingRoom<>(
                Clock.system(),
                (delay, task) -> {
                    var scheduled = timers.schedule(task, delay, TimeUnit.MILLISECONDS);
                    return () -> scheduled.cancel(false);
                },
                RoomSettings.of(100_000));
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int t = 0; t < THREADS; t++) {
            Random random = new Random(seed + t);
            new Thread(() -> {
                        callers(room, random);
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        while (admitted.get() + refused.get() + left.get() < THREADS * CALLS) {
            giveBackAll(room);
            Thread.onSpinWait();
        }
        giveBackAll(room);
        room.close();
        timers.shutdown();

        assertThat(taken).hasValue(admitted.get());
        assertThat(admitted.get() + refused.get() + left.get()).isEqualTo(THREADS * CALLS);
        assertThat(wrong).hasValue(0);
        assertThat(permits.availablePermits()).isEqualTo(PERMITS);
        assertThat(room.waiting()).isZero();
        assertThat(admitted.get()).isPositive();
        assertThat(left.get()).isPositive();
    }

    private void callers(WaitingRoom<Integer> room, Random random) {
        List<Caller> waiting = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            Caller caller = new Caller(room, random.nextInt(5), random.nextInt(3));
            caller.place = room.enter(caller);
            waiting.add(caller);
            if (random.nextInt(3) == 0) {
                waiting.remove(random.nextInt(waiting.size())).leave();
            }
            if (random.nextInt(2) == 0) {
                Runnable one = giveBack.poll();
                if (one != null) {
                    one.run();
                }
            }
        }
    }

    private void giveBackAll(WaitingRoom<Integer> room) {
        for (Runnable one = giveBack.poll(); one != null; one = giveBack.poll()) {
            one.run();
        }
    }

    private final class Caller implements Visitor<Integer> {

        private final WaitingRoom<Integer> room;
        private final String consumer;
        private final String line;
        private final long deadline = Clock.system().epochMillis() + 30_000;
        private final AtomicInteger ends = new AtomicInteger();
        private Place place = () -> false;

        Caller(WaitingRoom<Integer> room, int consumer, int line) {
            this.room = room;
            this.consumer = "consumer-" + consumer;
            this.line = "line-" + line;
        }

        void leave() {
            if (place.leave()) {
                left.incrementAndGet();
                end();
            }
        }

        @Override
        public String consumer() {
            return consumer;
        }

        @Override
        public int weight() {
            return 4;
        }

        @Override
        public String line() {
            return line;
        }

        @Override
        public long deadlineMillis() {
            return deadline;
        }

        @Override
        public Taking<Integer> tryTake() {
            if (permits.tryAcquire()) {
                return new Taking.Taken<>(taken.incrementAndGet());
            }
            return new Taking.Dry<>(Clock.system().epochMillis() + 10_000);
        }

        @Override
        public long grantable(long untilMillis, long enough) {
            return enough;
        }

        @Override
        public void admitted(Integer number, long waitedMillis) {
            end();
            giveBack.add(() -> {
                permits.release();
                room.capacityChanged();
            });
            // Last: who sees the count takes back all that was given.
            admitted.incrementAndGet();
        }

        @Override
        public void refused(Refusal refusal) {
            refused.incrementAndGet();
            end();
        }

        private void end() {
            if (ends.incrementAndGet() != 1) {
                wrong.incrementAndGet();
            }
        }
    }
}
