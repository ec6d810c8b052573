package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.protocol.Protocol.Asked;

/**
 * Reads what the gateway must know of a request in one pass over its bytes, without a tree.
 *
 * <p>The whole body is checked to be one JSON object, in UTF-8, at most {@link io.keywell.protocol.JsonScan#MAX_DEPTH}
 * levels deep; of its fields only those that decide the request's way are looked at, all others are the provider's
 * affair. A field that is read must not be there twice: parsers differ in which one they take, and a caller must not
 * be able to show one model to the gateway and another one to the provider. {@code null} counts as absent.
 */
final class RequestReader {

    private RequestReader() {}

    static Asked read(Operation operation, Bytes body) {
        return new RequestScan(operation, body).read();
    }
}
