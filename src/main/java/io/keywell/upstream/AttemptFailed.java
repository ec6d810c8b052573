package io.keywell.upstream;

import io.keywell.core.Failure;
import io.keywell.core.FailureClass;

/** One attempt failed before anything was sent to the caller. Carries no stack: it is an outcome, not a bug. */
class AttemptFailed extends Exception {

    private final transient Failure failure;

    AttemptFailed(Failure failure) {
        super(failure.type().name(), null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }

    /** The caller went away before the candidate could answer: nobody's failure. */
    static final class Abandoned extends AttemptFailed {
        Abandoned() {
            super(Failure.of(FailureClass.FAULT));
        }
    }
}
