package io.keywell.core;

import org.jspecify.annotations.Nullable;

/**
 * Says that a caller went away. One listener at a time: whoever works for the call at that moment (the place in the
 * queue, the upstream attempt). Used on one event loop.
 */
public final class Cancellation {

    private boolean cancelled;
    private @Nullable Runnable listener;

    /** Replaces the listener; runs it at once when the caller has already gone. */
    public void onCancel(@Nullable Runnable newListener) {
        listener = newListener;
        if (cancelled && newListener != null) {
            fire();
        }
    }

    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            fire();
        }
    }

    public boolean isCancelled() {
        return cancelled;
    }

    private void fire() {
        Runnable current = listener;
        listener = null;
        if (current != null) {
            current.run();
        }
    }
}
