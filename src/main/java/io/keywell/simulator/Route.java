package io.keywell.simulator;

import io.keywell.core.Operation;
import org.jspecify.annotations.Nullable;

/** What a path asks for. */
sealed interface Route {

    record Models() implements Route {}

    /** The money that is left. */
    record Balance() implements Route {}

    /**
     * @param model null when the body names it
     * @param stream whether the path asks for a stream
     * @param responses whether the body is one of OpenAI's responses API
     */
    record Asking(Operation operation, @Nullable String model, boolean stream, boolean responses) implements Route {

        Asking(Operation operation, @Nullable String model, boolean stream) {
            this(operation, model, stream, false);
        }

        static Asking of(Operation operation) {
            return new Asking(operation, null, false);
        }
    }
}
