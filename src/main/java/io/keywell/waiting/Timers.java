package io.keywell.waiting;

/** Runs something later. */
public interface Timers {

    /**
     * Runs the task once, on any thread, never inside this call.
     *
     * @param delayMillis 0 = as soon as this call is over
     */
    Cancel at(long delayMillis, Runnable task);

    /** Takes a timer back. A task that is about to run may still do so. */
    interface Cancel {
        void cancel();
    }
}
