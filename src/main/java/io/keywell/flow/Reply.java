package io.keywell.flow;

import io.keywell.catalog.Lifecycle;
import io.keywell.core.GatewayError;
import io.keywell.core.Level;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes back to the caller. */
public sealed interface Reply {

    /** The caller's own allowance as it stands; empty when it has no limits. */
    List<Level> allowance();

    /**
     * @param served who answered
     * @param first the beginning of the body; all of it when {@code rest} is null
     * @param rest what follows, paused; it always ends by its end handler
     * @param lossy the caller's parameters that could not be told to who answered, by the caller's names
     * @param deprecated what is to be told of a deprecated model; null for any other
     */
    record Answered(
            Served served,
            int status,
            @Nullable String contentType,
            List<Map.Entry<String, String>> headers,
            Buffer first,
            @Nullable ReadStream<Buffer> rest,
            List<String> lossy,
            List<Level> allowance,
            @Nullable Lifecycle deprecated)
            implements Reply {}

    /**
     * The gateway's own answer to a caller who asked for nothing but the number of tokens.
     *
     * @param model as the caller may call it
     */
    record Counted(String model, long tokens, List<Level> allowance) implements Reply {}

    record Refused(GatewayError error, int attempts, long waitedMillis, List<Level> allowance) implements Reply {}

    /**
     * @param key the key's alias
     * @param attempts how many candidates were tried, the one that answered included
     */
    record Served(String provider, String model, String key, int attempts, long waitedMillis) {}
}
