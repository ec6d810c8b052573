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

    /** The request was refused for a parameter, and what the provider takes instead is known now. */
    static final class Repairable extends AttemptFailed {
        Repairable(Failure failure) {
            super(failure);
        }
    }

    /** The caller went away before the candidate could answer: nobody's failure. */
    static final class Abandoned extends AttemptFailed {
        Abandoned() {
            super(Failure.of(FailureClass.FAULT));
        }
    }
}
