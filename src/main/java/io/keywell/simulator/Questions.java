package io.keywell.simulator;

import io.keywell.core.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a family is asked: paths, keys, bodies, and what it counts. Stateless. */
interface Questions {

    /** What stands between the look-alike's own path and those of {@link #route} in a provider's base URL. */
    String basePath();

    /** What a call asks for, null when there is no such path or not with this method. */
    @Nullable
    Route route(HttpMethod method, String path);

    /** The key as presented, null for none. */
    @Nullable
    String secret(HttpServerRequest request);

    /** Whether a call without a key is served, as one with the first key that is configured. */
    default boolean keyless() {
        return false;
    }

    /** What {@link #secret} sees of a key. */
    default String presented(String secret) {
        return secret;
    }

    /**
     * What is wrong with the proof that the caller has the key, null when nothing is.
     *
     * @param secret the whole key
     */
    default @Nullable ErrorAnswer forged(HttpServerRequest request, Buffer body, String secret, long nowMillis) {
        return null;
    }

    /** @throws IOException the body is not a JSON object */
    Ask read(Route.Asking asking, HttpServerRequest request, Buffer body) throws IOException;

    /** What is wrong with a call that was read, null when nothing is. */
    @Nullable
    ErrorAnswer mistake(HttpServerRequest request, Operation operation, Ask ask);

    /** @param usualTokens length of an answer unless the caller allows less */
    Charge charge(Operation operation, Ask ask, int usualTokens);
}
