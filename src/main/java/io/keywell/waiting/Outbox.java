package io.keywell.waiting;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What visitors are to be told once the lock is free. Used by one thread. */
final class Outbox<T> {

    private final List<Runnable> messages = new ArrayList<>();
    private @Nullable RuntimeException fault;

    void admit(Visitor<T> visitor, T taken, long waitedMillis) {
        messages.add(() -> visitor.admitted(taken, waitedMillis));
    }

    void refuse(Visitor<T> visitor, Refusal refusal) {
        messages.add(() -> visitor.refused(refusal));
    }

    /** Something broke its contract; the others are told first. */
    void fault(RuntimeException cause) {
        if (fault == null) {
            fault = cause;
        } else {
            fault.addSuppressed(cause);
        }
    }

    /** Tells everybody, then throws what went wrong on the way. */
    void deliver() {
        for (Runnable message : messages) {
            try {
                message.run();
            } catch (RuntimeException e) {
                fault(e);
            }
        }
        if (fault != null) {
            throw fault;
        }
    }
}
