package io.keywell.waiting;

/** Where a request stands. It may be left from any thread. */
public interface Place {

    /**
     * The caller went away.
     *
     * @return true = it left, its visitor hears nothing more; false = too late, the visitor was or is about to be told
     *     how it ended, and whatever it was given is its own to give back
     */
    boolean leave();
}
