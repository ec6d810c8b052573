package io.keywell.provider;

import io.keywell.core.Dialect;

/**
 * Where a provider takes an operation.
 *
 * @param path below the base URL, with its query, starting with a slash
 * @param dialect what is spoken there
 */
public record Endpoint(String path, Dialect dialect) {}
