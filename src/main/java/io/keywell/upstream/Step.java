package io.keywell.upstream;

import io.keywell.core.GatewayError;

/** Where the walk along the plan goes next, as the fault-tolerance annotations read it. Carries no stack. */
public abstract sealed class Step extends Exception {

    private Step(String message) {
        super(message, null, false, false);
    }

    /** Another key, or another pool, of the same provider may answer. */
    static final class AnotherKey extends Step {
        AnotherKey() {
            super("another key");
        }
    }

    /** The provider has nothing left for this request; another one may. */
    static final class AnotherProvider extends Step {
        AnotherProvider() {
            super("another provider");
        }
    }

    /** Nothing is free now, but something may be before the deadline: stand in line again. */
    public static final class NothingFree extends Step {
        NothingFree() {
            super("nothing free");
        }
    }

    /** The walk is over without an answer. */
    public static final class Ended extends Step {
        private final transient GatewayError error;

        Ended(GatewayError error) {
            super(error.kind().name());
            this.error = error;
        }

        public GatewayError error() {
            return error;
        }
    }
}
