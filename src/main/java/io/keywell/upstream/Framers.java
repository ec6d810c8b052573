package io.keywell.upstream;

import io.keywell.protocol.Framer;
import io.keywell.protocol.SseFramer;
import org.jspecify.annotations.Nullable;

/** The transports of streams, by the media type of the answer. */
final class Framers {

    private Framers() {}

    static boolean isStream(@Nullable String contentType) {
        return contentType != null && contentType.startsWith("text/event-stream");
    }

    /**
     * @param contentType one that {@link #isStream is a stream}
     */
    static Framer of(@Nullable String contentType) {
        return new SseFramer();
    }
}
