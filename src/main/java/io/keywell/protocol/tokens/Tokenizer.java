package io.keywell.protocol.tokens;

import io.keywell.core.Bytes;

/** Counts the tokens of requests to one family of models. */
@FunctionalInterface
public interface Tokenizer {

    /**
     * Takes milliseconds, and the first time much longer.
     *
     * @param body of a request, JSON
     * @param estimate from the sizes, for what has no text
     */
    long count(Bytes body, long estimate);
}
