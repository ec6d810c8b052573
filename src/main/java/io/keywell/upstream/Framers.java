package io.keywell.upstream;

import io.keywell.core.Dialect;
import io.keywell.protocol.Framer;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.bedrock.EventStreamFramer;
import io.keywell.protocol.gemini.ArrayFramer;
import org.jspecify.annotations.Nullable;

/** The transports of streams, by the media type of the answer. */
final class Framers {

    /** What callers get, whatever the provider sent. */
    static final String EVENTS = "text/event-stream";

    private static final String MESSAGES = "application/vnd.amazon.eventstream";
    private static final String ARRAY = "application/json";

    private Framers() {}

    /**
     * @param provider the dialect that the provider speaks: Gemini's streams may be JSON arrays
     * @param asked whether a stream was asked for
     */
    static boolean isStream(@Nullable String contentType, Dialect provider, boolean asked) {
        return contentType != null
                && (contentType.startsWith(EVENTS)
                        || contentType.startsWith(MESSAGES)
                        || asked && provider == Dialect.GEMINI && contentType.startsWith(ARRAY));
    }

    /**
     * @param contentType one that {@link #isStream is a stream}
     */
    static Framer of(@Nullable String contentType) {
        if (contentType != null && contentType.startsWith(MESSAGES)) {
            return new EventStreamFramer();
        }
        return contentType != null && contentType.startsWith(ARRAY) ? new ArrayFramer() : new SseFramer();
    }
}
