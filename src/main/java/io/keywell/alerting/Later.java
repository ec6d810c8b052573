package io.keywell.alerting;

/** Runs something after a while, on a thread of its own choice. */
@FunctionalInterface
public interface Later {
    void after(long millis, Runnable task);
}
