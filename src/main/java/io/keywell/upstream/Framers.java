package io.keywell.upstream;

import io.keywell.protocol.Framer;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.bedrock.EventStreamFramer;
import org.jspecify.annotations.Nullable;

/** The transports of streams, by the media type of the answer. */
final class Framers {

    private static final String EVENTS = "text/event-stream";
    private static final String MESSAGES = "application/vnd.amazon.eventstream";

    private Framers() {}

    static boolean isStream(@Nullable String contentType) {
        return contentType != null && (contentType.startsWith(EVENTS) || contentType.startsWith(MESSAGES));
    }

    /**
     * @param contentType one that {@link #isStream is a stream}
     */
    static Framer of(@Nullable String contentType) {
        return contentType != null && contentType.startsWith(MESSAGES) ? new EventStreamFramer() : new SseFramer();
    }
}
