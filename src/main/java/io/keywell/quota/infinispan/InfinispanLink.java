package io.keywell.quota.infinispan;

import io.keywell.quota.lease.CellCache.Refused;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.exceptions.HotRodClientException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the cluster. It is made in the background, looked at every second, and dropped when no server is
 * ready any more; the client itself finds its way around single servers. Until it is there, every operation is refused.
 *
 * <p>What blocks, connecting and registering listeners, runs on one thread of its own. Listeners of changes are called
 * there, one after the other.
 */
public final class InfinispanLink implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(InfinispanLink.class);

    private static final long LOOK_MILLIS = 1_000;

    /** An operation that takes longer counts as lost. */
    private static final long ANSWER_MILLIS = 350;

    /** Some looks may fall into a change of the servers' view, or to a server that has just died. */
    private static final int LOOKS_UNTIL_AWAY = 3;

    /** While it is away: whether any server is ready. Else the client is replaced: addresses may have changed. */
    private static final int LOOKS_UNTIL_ASKED = 5;

    private final Connection connection;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "keywell-cluster");
        named.setDaemon(true);
        return named;
    });
    private final List<Runnable> whenReached = new CopyOnWriteArrayList<>();
    private final List<Consumer<Standing>> whenChanged = new CopyOnWriteArrayList<>();

    private volatile Standing standing = Standing.AWAY;
    private int missed;
    private long looks;

    /** Whether listeners are registered with the present client. */
    private boolean heard;

    /** Nothing is connected before {@link #start}. */
    public InfinispanLink(InfinispanSettings settings) {
        this.connection = new Connection(settings);
    }

    /** Returns at once, whether the cluster is there or not. */
    public void start() {
        var unused = thread.scheduleWithFixedDelay(this::lookSafely, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public Standing standing() {
        return standing;
    }

    /** Called with every change of the standing, after whoever waits for the cluster to be reached. */
    public void onChange(Consumer<Standing> listener) {
        whenChanged.add(listener);
    }

    /** Called when the cluster answers, for the first time or again; may block. */
    void onReached(Runnable listener) {
        whenReached.add(listener);
    }

    @Nullable
    RemoteCache<byte[], byte[]> cache(SharedCache which) {
        return connection.cache(which);
    }

    void later(long millis, Runnable task) {
        try {
            var unused = thread.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed before its time", e);
        }
    }

    /**
     * Starts an operation. The result fails with {@link Refused} when it was never sent, with anything else when its
     * outcome is unknown.
     */
    <T extends @Nullable Object> CompletableFuture<T> ask(
            SharedCache which, Function<RemoteCache<byte[], byte[]>, CompletableFuture<? extends T>> operation) {
        RemoteCache<byte[], byte[]> cache = connection.cache(which);
        if (cache == null) {
            return CompletableFuture.failedFuture(new Refused("not connected", null));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            var unused = operation.apply(cache).whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(Failures.meaning(failure));
                }
            });
        } catch (RuntimeException e) {
            result.completeExceptionally(Failures.meaning(e));
        }
        return result.orTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** An executor forgets a task that has thrown. */
    private void lookSafely() {
        try {
            if (!connection.ready() && !connect()) {
                return;
            }
            look();
        } catch (RuntimeException e) {
            missed(e);
        }
    }

    /** False when the servers are not ready for clients. */
    private boolean connect() {
        boolean opened = connection.open();
        heard &= !opened;
        return opened;
    }

    /** Reads another key each time, so that every server is asked and the client hears of changes of their view. */
    private void look() {
        byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(looks++).array();
        var unused = ask(SharedCache.CELLS, cache -> cache.getAsync(key))
                .whenComplete((value, failure) -> later(0, () -> looked(failure)));
    }

    private void looked(@Nullable Throwable failure) {
        try {
            if (failure == null) {
                reached(Standing.UP);
            } else if (Failures.cause(failure) instanceof HotRodClientException answer && answer.isServerError()) {
                reached(Standing.REFUSING);
            } else {
                missed(failure);
            }
        } catch (RuntimeException e) {
            missed(e);
        }
    }

    /** After an outage with a client of its own: nobody knows which of the old one's listeners have survived it. */
    private void reached(Standing now) {
        if (standing == Standing.AWAY) {
            if (heard && !connect()) {
                return;
            }
            heard = true;
            whenReached.forEach(Runnable::run);
        }
        missed = 0;
        become(now, "");
    }

    private void missed(Throwable failure) {
        missed++;
        if (connection.ready() && missed < LOOKS_UNTIL_AWAY) {
            return;
        }
        become(Standing.AWAY, ": " + Failures.text(failure));
        connection.explain(failure);
        if (connection.ready() && missed % LOOKS_UNTIL_ASKED == 0) {
            connection.dropUnlessReady();
        }
    }

    private void become(Standing now, String why) {
        if (standing == now) {
            return;
        }
        standing = now;
        Logger.Level level = now == Standing.UP ? Logger.Level.INFO : Logger.Level.WARN;
        LOG.logf(level, "The quota cluster is %s%s", now.name().toLowerCase(Locale.ROOT), why);
        for (Consumer<Standing> listener : whenChanged) {
            listener.accept(now);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        connection.close();
    }
}
