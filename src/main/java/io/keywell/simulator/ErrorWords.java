package io.keywell.simulator;

import io.keywell.simulator.Verdict.Refused;
import org.jspecify.annotations.Nullable;

/** The errors of a family, with its words where programs match on them. Stateless. */
interface ErrorWords {

    ErrorAnswer noKey();

    /** @param masked the key's end, the rest hidden */
    ErrorAnswer invalidKey(String masked);

    ErrorAnswer notJson();

    ErrorAnswer tooLarge();

    ErrorAnswer unknownPath(String method, String path);

    ErrorAnswer rateLimit(Refused why);

    /** What a fault is that is no more than an error, null for the others. */
    @Nullable
    ErrorAnswer of(Fault fault);

    /** The error that comes inside good answers. */
    ErrorAnswer overloaded();

    /** The body of an error. */
    String json(ErrorAnswer error, Scene scene);

    /**
     * What errors speak of.
     *
     * @param organization empty when the key is unknown
     * @param path of the call
     * @param nowMillis since 1970 by the provider's clock
     */
    record Scene(@Nullable String model, String organization, String requestId, String path, long nowMillis) {}
}
