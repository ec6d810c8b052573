package io.keywell.upstream;

import io.keywell.core.Usage;
import io.vertx.core.buffer.Buffer;

/**
 * The commit gate of one answer: holds back its beginning until it is sure to be good. Before it opens, an error is a
 * failed attempt and another candidate is asked; after it opened, nothing falls back.
 */
interface Gate {

    /** More of the body, before the gate opened. */
    void feed(Buffer chunk);

    /** The body is complete, and the gate has not opened. */
    void end();

    /** What an answer's body passes through after the gate has opened. */
    interface Tap {

        /** What of the chunk goes to the caller; may be empty. */
        Buffer pass(Buffer chunk);

        /** What is left to send when the body is complete; may be empty. */
        default Buffer rest() {
            return Buffer.buffer();
        }

        /** What tells the caller that the answer broke; empty where the dialect has no such thing. */
        default Buffer broken() {
            return Buffer.buffer();
        }

        /** Whether the provider reported an error inside the body; then {@link #broken()} follows and the stream ends. */
        default boolean failed() {
            return false;
        }

        /** The usage so far: reported, or estimated from what passed. */
        Usage usage();
    }
}
