package io.keywell.boot;

import io.keywell.core.Clock;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;

/**
 * Gives back what a peak has left behind. The serial collector looks at its old generation only when the heap can grow no
 * further, so that after the first burst a gateway holds half of its container for garbage, for as long as it lives. Here
 * the old generation is collected once garbage is a good part of it: a pause of some 50 ms, at most one a minute and none
 * where nothing is left behind. What a start with very many rows leaves is collected before the first call. Other
 * collectors look by themselves.
 */
@Singleton
final class OldGeneration {

    private static final int AFTER_ALL_OTHERS = Interceptor.Priority.PLATFORM_AFTER + 1;
    private static final String SERIAL = "Tenured Gen";
    private static final long EVERY_MILLIS = 5_000;
    private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Less is not worth a pause, bytes. */
    private static final long LITTLE = 32 << 20;

    private final Clock clock;
    private boolean rested = true;
    private long lastNanos;

    OldGeneration(Clock clock) {
        this.clock = clock;
    }

    void start(@Observes @Priority(AFTER_ALL_OTHERS) StartupEvent event, Vertx vertx) {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals(SERIAL)) {
                look(pool);
                vertx.setPeriodic(EVERY_MILLIS, ignored -> vertx.executeBlocking(() -> look(pool), true));
            }
        }
    }

    private boolean look(MemoryPoolMXBean pool) {
        MemoryUsage afterLast = pool.getCollectionUsage();
        boolean due = takesPause(pool.getUsage().getUsed(), afterLast == null ? 0 : afterLast.getUsed());
        if (due) {
            System.gc();
        }
        return due;
    }

    /**
     * Whether it is worth a pause now; the rest after it begins. One thread at a time.
     *
     * @param used bytes
     * @param alive bytes that the last collection has left; 0 = there was none
     */
    synchronized boolean takesPause(long used, long alive) {
        long now = clock.nanoTime();
        rested = rested || now - lastNanos >= REST_NANOS;
        boolean due = rested && used - alive > Math.max(LITTLE, alive / 2);
        if (due) {
            rested = false;
            lastNanos = now;
        }
        return due;
    }
}
