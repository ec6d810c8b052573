package io.keywell.protocol;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.core.Usage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway must know of one dialect to carry its calls to a provider that speaks it too: little is read, nothing
 * is parsed into a tree, every byte that need not change stays. Stateless.
 */
public interface Protocol {

    Dialect dialect();

    /**
     * Reads a caller's request.
     *
     * @param path what the path said already; dialects that say it in the body ignore it
     */
    Asked read(Operation operation, Bytes body, PathWords path);

    /**
     * The body for a provider of this dialect, made from the original one.
     *
     * @param facts as {@link #read} read them from this very body
     * @return the same object when nothing has to change
     */
    Bytes rewrite(Operation operation, Bytes body, RequestFacts facts, String upstreamModel, boolean stream);

    /** What the body of a 2xx really is. */
    AnswerKind kind(Operation operation, Bytes answer);

    /** The usage of a whole answer, null when it reports none. */
    @Nullable
    Usage usage(Operation operation, Bytes answer);

    /** Tokens that an answer without usage generated, guessed from its text. */
    long outputEstimate(Operation operation, Bytes answer);

    /** Reads one stream of a provider as it passes. */
    StreamEvents events();

    /** The answer to a caller who asked for nothing but the number of tokens. */
    default Bytes tokenCount(long tokens) {
        return Bytes.of(("{\"input_tokens\":" + tokens + "}").getBytes(StandardCharsets.US_ASCII));
    }

    /** The JSON body of an error answer. */
    Bytes error(GatewayError error, String requestId);

    /**
     * The same, at a known time: some dialects tell in the body how long to wait.
     *
     * @param nowMillis epoch milliseconds
     */
    default Bytes error(GatewayError error, String requestId, long nowMillis) {
        return error(error, requestId);
    }

    /** What ends a stream that had already begun. */
    Bytes errorEvent(GatewayError error, String requestId);

    /** The same, at a known time. */
    default Bytes errorEvent(GatewayError error, String requestId, long nowMillis) {
        return errorEvent(error, requestId);
    }

    /**
     * @param model null when the path does not say
     * @param stream whether the path asks for a stream
     */
    record PathWords(@Nullable String model, boolean stream) {
        public static final PathWords NONE = new PathWords(null, false);
    }

    /** What came of a body. */
    sealed interface Asked {
        record Parsed(String model, boolean stream, RequestFacts facts) implements Asked {}

        /** The caller made a mistake that the message explains. */
        record Malformed(GatewayError error) implements Asked {}
    }

    /** What a 2xx really is. */
    enum AnswerKind {
        ANSWER,
        /** An error in the clothes of an answer. */
        ERROR,
        /** Empty, a page of a proxy, cut off before its answer began. */
        UNREADABLE
    }
}
