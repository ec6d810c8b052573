package io.keywell.protocol.anthropic;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.RequestFacts;
import io.keywell.core.Usage;
import io.keywell.protocol.ModelName;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.StreamEvents;
import org.jspecify.annotations.Nullable;

/** Messages, and the tokens of messages counted. */
public final class AnthropicProtocol implements Protocol {

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }

    @Override
    public Asked read(Operation operation, Bytes body, PathWords path) {
        return new RequestScan(operation, body).read();
    }

    @Override
    public Bytes rewrite(Operation operation, Bytes body, RequestFacts facts, String upstreamModel, boolean stream) {
        return ForeignThoughts.cut(ModelName.replace(body, facts, upstreamModel));
    }

    @Override
    public AnswerKind kind(Operation operation, Bytes answer) {
        return AnswerScan.kind(operation, answer);
    }

    @Override
    public @Nullable Usage usage(Operation operation, Bytes answer) {
        return operation == Operation.COUNT_TOKENS ? null : AnswerScan.usage(answer);
    }

    @Override
    public long outputEstimate(Operation operation, Bytes answer) {
        return operation == Operation.COUNT_TOKENS ? 0 : AnswerScan.outputEstimate(answer);
    }

    @Override
    public StreamEvents events() {
        return new MessageEvents();
    }

    @Override
    public Bytes error(GatewayError error, String requestId) {
        return Errors.body(error, requestId);
    }

    @Override
    public Bytes errorEvent(GatewayError error, String requestId) {
        return Errors.event(error, requestId);
    }
}
