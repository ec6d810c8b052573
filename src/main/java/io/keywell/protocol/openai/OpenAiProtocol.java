package io.keywell.protocol.openai;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.StreamEvents;
import org.jspecify.annotations.Nullable;

/** OpenAI's dialect: chat completions and the calls beside them. */
public final class OpenAiProtocol implements Protocol {

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public Asked read(Operation operation, Bytes body, PathWords path) {
        return RequestReader.read(operation, body);
    }

    @Override
    public Bytes rewrite(Operation operation, Bytes body, RequestFacts facts, String upstreamModel, boolean stream) {
        return RequestWriter.write(body, facts, upstreamModel, stream);
    }

    @Override
    public AnswerKind kind(Operation operation, Bytes answer) {
        return AnswerReader.kind(operation, answer);
    }

    @Override
    public @Nullable Usage usage(Operation operation, Bytes answer) {
        return AnswerReader.usage(answer);
    }

    @Override
    public long outputEstimate(Operation operation, Bytes answer) {
        return AnswerReader.outputEstimate(answer);
    }

    @Override
    public StreamEvents events() {
        return new StreamReader();
    }

    @Override
    public Bytes error(GatewayError error, String requestId) {
        return Errors.body(error);
    }

    @Override
    public Bytes errorEvent(GatewayError error, String requestId) {
        return Errors.event(error);
    }
}
