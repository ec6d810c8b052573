package io.keywell.simulator;

import io.vertx.core.Vertx;

/** Something to be done later, on the event loop of whoever asks. */
@FunctionalInterface
public interface Timers {

    /**
     * @param millis at least 1
     * @return what cancels it
     */
    Runnable after(long millis, Runnable task);

    static Timers of(Vertx vertx) {
        return (millis, task) -> {
            long id = vertx.setTimer(millis, fired -> task.run());
            return () -> vertx.cancelTimer(id);
        };
    }
}
