package io.keywell.protocol.tokens;

import io.keywell.core.Bytes;

/** Counts the tokens of requests to one family of models. */
public interface Tokenizer {

    /**
     * Takes milliseconds, and the first time much longer.
     *
     * @param body of a request, JSON
     * @param estimate from the sizes, for what has no text
     */
    long count(Bytes body, long estimate);

    /**
     * Counts a short text whole and of a longer one windows that are spread over it, so that counting takes no longer than
     * the windows do, but for reading the body. Only after a first {@link #count}, as it may be on an event loop.
     *
     * @return -1 when the body has more than texts: pictures, sound, files
     */
    long sample(Bytes body);
}
