package io.keywell.quota;

import static io.keywell.quota.StoreUnderTest.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Dimension;
import io.keywell.quota.QuotaAccount.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Many threads on one account; an arbiter of its own looks at every window. */
interface ManyThreadsContract extends StoreUnderTest {

    int THREADS = 6;

    /** One grant, at the time that the store read for it. */
    record Arrival(long at, long tokens) {}

    @Test
    default void noIntervalOfAWindowsLengthEverHoldsMoreThanTheLimit() throws Exception {
        long requests = 200;
        long tokens = 3_000;
        Rig rig = rig(limit(Dimension.REQUESTS_PER_MINUTE, requests), limit(Dimension.TOKENS_PER_MINUTE, tokens));
        Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
        AtomicInteger running = new AtomicInteger(THREADS);
        run(thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < 40_000; i++) {
                rig.clock().advance(random.nextInt(2));
                long size = random.nextInt(30);
                if (rig.account().tryAcquire(new Need(size, 0, false)) instanceof Permit permit) {
                    long at = rig.clock().lastRead();
                    boolean sent = random.nextInt(4) != 0;
                    boolean ended = sent ? permit.settle(size, 0) : permit.release();
                    assertThat(ended).isTrue();
                    if (sent) {
                        arrivals.add(new Arrival(at, size));
                    }
                }
            }
            running.decrementAndGet();
        });
        assertThat(running).hasValue(0);
        List<Arrival> sorted = new ArrayList<>(arrivals);
        sorted.sort((a, b) -> Long.compare(a.at(), b.at()));
        assertThat(sorted).hasSizeGreaterThan(200);
        long inWindow = 0;
        int first = 0;
        for (int i = 0; i < sorted.size(); i++) {
            inWindow += sorted.get(i).tokens();
            while (sorted.get(first).at() <= sorted.get(i).at() - 60_000) {
                inWindow -= sorted.get(first++).tokens();
            }
            assertThat(i - first + 1).isLessThanOrEqualTo((int) requests);
            assertThat(inWindow).isLessThanOrEqualTo(tokens);
        }
    }

    @Test
    default void neverMoreAtOnceThanAllowedAndEachPermitEndsOnce() throws Exception {
        Rig rig = rig(limit(Dimension.CONCURRENT, 3));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger ends = new AtomicInteger();
        AtomicInteger grants = new AtomicInteger();
        Queue<Permit> shared = new ConcurrentLinkedQueue<>();
        run(thread -> {
            for (int i = 0; i < 20_000; i++) {
                if (rig.account().tryAcquire(ONE) instanceof Permit permit) {
                    grants.incrementAndGet();
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    inside.decrementAndGet();
                    shared.add(permit);
                }
                // Several threads race to end the same permit.
                Permit any = shared.peek();
                if (any != null && any.settle(1, 1)) {
                    ends.incrementAndGet();
                    shared.remove(any);
                }
            }
        });
        shared.forEach(permit -> ends.addAndGet(permit.release() ? 1 : 0));
        assertThat(most.get()).isBetween(1, 3);
        assertThat(ends).hasValue(grants.get());
        assertThat(rig.drain(ONE)).isEqualTo(3);
    }

    private static void run(IntConsumer work) throws Exception {
        var pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                all.add(pool.submit(() -> work.accept(number)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
