package io.keywell.provider;

import io.keywell.core.Dialect;

/**
 * Where a provider takes an operation.
 *
 * @param path below the base URL, with its query, starting with a slash
 * @param dialect what is spoken there
 * @param predicts whether texts are embedded there as Vertex's predictions, which are a form of their own within the dialect
 */
public record Endpoint(String path, Dialect dialect, boolean predicts) {

    /** Where calls are in the dialect's usual form. */
    public Endpoint(String path, Dialect dialect) {
        this(path, dialect, false);
    }
}
