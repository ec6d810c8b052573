package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.StreamEvents;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gemini's dialect. The path says the model and whether the answer is a stream; a body may repeat the model. Streams are
 * server-sent events between here and providers, whatever form the caller asked for: {@link ArrayStream}.
 */
public final class GeminiProtocol implements Protocol {

    @Override
    public Dialect dialect() {
        return Dialect.GEMINI;
    }

    @Override
    public Asked read(Operation operation, Bytes body, PathWords path) {
        return new RequestScan(operation, body, path).read();
    }

    @Override
    public Bytes rewrite(Operation operation, Bytes body, RequestFacts facts, String upstreamModel, boolean stream) {
        return ModelNames.replace(operation, body, facts, upstreamModel);
    }

    @Override
    public AnswerKind kind(Operation operation, Bytes answer) {
        return Answers.kind(operation, answer);
    }

    @Override
    public @Nullable Usage usage(Operation operation, Bytes answer) {
        return operation == Operation.COUNT_TOKENS ? Usage.NONE : Answers.usage(answer);
    }

    @Override
    public long outputEstimate(Operation operation, Bytes answer) {
        return Answers.outputEstimate(answer);
    }

    @Override
    public StreamEvents events() {
        return new ChunkReader();
    }

    @Override
    public Bytes tokenCount(long tokens) {
        return Bytes.of(("{\"totalTokens\":" + tokens + "}").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Bytes error(GatewayError error, String requestId) {
        return error(error, requestId, 0);
    }

    @Override
    public Bytes error(GatewayError error, String requestId, long nowMillis) {
        return Errors.render(error, requestId, nowMillis, "", "");
    }

    @Override
    public Bytes errorEvent(GatewayError error, String requestId) {
        return errorEvent(error, requestId, 0);
    }

    @Override
    public Bytes errorEvent(GatewayError error, String requestId, long nowMillis) {
        return Errors.render(error, requestId, nowMillis, "data: ", "\n\n");
    }
}
