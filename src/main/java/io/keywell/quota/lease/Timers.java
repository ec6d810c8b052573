package io.keywell.quota.lease;

/** Runs something later. */
public interface Timers {

    /** Runs the task once, on any thread, never inside this call. */
    void at(long delayMillis, Runnable task);
}
