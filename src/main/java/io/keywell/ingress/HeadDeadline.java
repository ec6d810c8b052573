package io.keywell.ingress;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** When a connection is closed unless its request's head is there. Belongs to one connection and its event loop. */
final class HeadDeadline {

    private final Channel connection;
    private final long timeoutMillis;
    private BooleanSupplier busy = () -> false;
    private @Nullable Future<?> running;

    HeadDeadline(Channel connection, long timeoutMillis) {
        this.connection = connection;
        this.timeoutMillis = timeoutMillis;
    }

    /** @param busy whether calls are under way, for whose sake the connection is kept for now */
    void unless(BooleanSupplier busy) {
        this.busy = busy;
    }

    /** A head has begun. What is under way already stays as it is. */
    void start() {
        if (running == null) {
            running = connection.eventLoop().schedule(this::passed, timeoutMillis, TimeUnit.MILLISECONDS);
        }
    }

    /** The head is there, or it is none. */
    void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }

    private void passed() {
        running = null;
        if (busy.getAsBoolean()) {
            start();
        } else {
            var unused = connection.close();
        }
    }
}
