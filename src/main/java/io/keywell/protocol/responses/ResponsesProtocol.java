package io.keywell.protocol.responses;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.StreamEvents;
import io.keywell.protocol.openai.OpenAiProtocol;
import org.jspecify.annotations.Nullable;

/** Responses, carried to a provider that has them too. */
public final class ResponsesProtocol implements Protocol {

    /** Says the model, the usage and errors in the same words. */
    private static final Protocol ALIKE = new OpenAiProtocol();

    @Override
    public Dialect dialect() {
        return Dialect.RESPONSES;
    }

    @Override
    public Asked read(Operation operation, Bytes body, PathWords path) {
        return new RequestScan(body).read();
    }

    /** A stream always ends with its usage, so nothing but the model has to change, and thoughts that no provider knows. */
    @Override
    public Bytes rewrite(Operation operation, Bytes body, RequestFacts facts, String upstreamModel, boolean stream) {
        return OwnThoughts.cut(ALIKE.rewrite(operation, body, facts, upstreamModel, false));
    }

    @Override
    public AnswerKind kind(Operation operation, Bytes answer) {
        return AnswerScan.kind(answer);
    }

    @Override
    public @Nullable Usage usage(Operation operation, Bytes answer) {
        return ALIKE.usage(operation, answer);
    }

    @Override
    public long outputEstimate(Operation operation, Bytes answer) {
        return AnswerScan.outputEstimate(answer);
    }

    @Override
    public StreamEvents events() {
        return new EventsScan();
    }

    @Override
    public Bytes error(GatewayError error, String requestId) {
        return ALIKE.error(error, requestId);
    }

    @Override
    public Bytes errorEvent(GatewayError error, String requestId) {
        return ErrorEvents.of(error(error, requestId));
    }
}
