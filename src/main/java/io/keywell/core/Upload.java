package io.keywell.core;

/**
 * A request's body that is still coming and is too large to be kept whole. Used on one event loop.
 */
public interface Upload {

    /** Bytes of the whole body; -1 = nobody said. */
    long length();

    /** Whether everything that came is still kept, so that it can be sent to another candidate from the beginning. */
    boolean replayable();

    /** Hands on the whole body from its beginning, at once and as it comes. A taker from before gets nothing any more. */
    void sendTo(Taker taker);

    /** The taker cannot keep up. */
    void pause();

    void resume();

    /** Nobody takes it any more. */
    void stop();

    /** Receives the body. */
    interface Taker {

        /** The bytes are not written again by anybody. */
        void piece(Bytes bytes);

        void end();

        /** The rest is not usable; the caller's mistake. */
        void refused(GatewayError error);
    }
}
