package io.keywell.provider;

import io.keywell.core.Bytes;

/**
 * A request as it is about to be sent, for adapters that sign it.
 *
 * @param authority host, with the port when it is not the scheme's
 * @param pathAndQuery as they stand in the request line
 * @param nowMillis epoch milliseconds
 */
public record Outgoing(String method, String authority, String pathAndQuery, Bytes body, long nowMillis) {}
