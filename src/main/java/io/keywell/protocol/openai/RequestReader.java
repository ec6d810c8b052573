package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;

/**
 * Reads what the gateway must know of a request in one pass over its bytes, without a tree.
 *
 * <p>The whole body is checked to be one JSON object, in UTF-8, at most {@link io.keywell.protocol.JsonScan#MAX_DEPTH}
 * levels deep; of its fields only those that decide the request's way are looked at, all others are the provider's
 * affair. A field that is read must not be there twice: parsers differ in which one they take, and a caller must not
 * be able to show one model to the gateway and another one to the provider. {@code null} counts as absent.
 */
public final class RequestReader {

    /** What came of a body. */
    public sealed interface Result {}

    /** @param stream whether the answer is asked as a stream; never for embeddings */
    public record Parsed(String model, boolean stream, RequestFacts facts) implements Result {}

    /** The caller made a mistake that the message explains. */
    public record Malformed(GatewayError error) implements Result {}

    private RequestReader() {}

    /** @param operation anything but a pass-through, whose body is not of this dialect */
    public static Result read(Operation operation, Bytes body) {
        if (operation == Operation.PASSTHROUGH) {
            throw new IllegalArgumentException("a pass-through body has no dialect");
        }
        return new RequestScan(operation, body).read();
    }
}
