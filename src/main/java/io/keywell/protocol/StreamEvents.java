package io.keywell.protocol;

import io.keywell.core.Bytes;
import io.keywell.core.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream of a dialect, event by event as it passes: what kind each is, the usage that was reported, and how much
 * was generated. One for each stream, on one thread.
 */
public interface StreamEvents {

    /** What one event is to the commit gate and to the caller. */
    enum Kind {
        /** No data: comments, blank lines, keep-alives. */
        COMMENT,
        /** An event before any content: a head, a role, an empty part. */
        ROLE_ONLY,
        /** Something generated, or the reason of the end. */
        CONTENT,
        /** Only the usage, for a caller that asked for it. */
        USAGE_ONLY,
        /** The end of the stream. */
        DONE,
        /** The provider failed after it had started to answer; {@link #data()} is the error. */
        ERROR,
        /** Data that is none of the dialect's. */
        OTHER
    }

    /** @param event bytes of one event, with or without its line ends */
    Kind read(byte[] event, int from, int to);

    /** The data of the event that was read last. The bytes are the event's own. */
    Bytes data();

    /**
     * Where in the event that was read last an empty usage stands, with a comma beside it: it says only that usage was asked
     * for. From and to are the same where none stands.
     */
    default int emptyUsageFrom() {
        return 0;
    }

    default int emptyUsageTo() {
        return 0;
    }

    /** Whether the answer has said why it ended; a stream that stops before was cut off. */
    boolean finished();

    /** The usage that was reported last, null while none was. */
    @Nullable
    Usage usage();

    /** Tokens generated so far, guessed. */
    long outputEstimate();
}
