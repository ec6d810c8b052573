package io.keywell.simulator;

import io.keywell.core.Operation;
import org.jspecify.annotations.Nullable;

/** What a path asks for. */
sealed interface Route {

    record Models() implements Route {}

    /**
     * @param model null when the body names it
     * @param stream whether the path asks for a stream
     */
    record Asking(Operation operation, @Nullable String model, boolean stream) implements Route {

        static Asking of(Operation operation) {
            return new Asking(operation, null, false);
        }
    }
}
