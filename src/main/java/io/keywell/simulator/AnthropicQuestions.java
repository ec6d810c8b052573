package io.keywell.simulator;

import io.keywell.core.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Messages, their tokens counted, and models; what is counted is what Anthropic counts. */
final class AnthropicQuestions implements Questions {

    @Override
    public String basePath() {
        return "";
    }

    @Override
    public @Nullable Route route(HttpMethod method, String path) {
        if (method == HttpMethod.GET) {
            return path.equals("/v1/models") ? new Route.Models() : null;
        }
        if (method != HttpMethod.POST) {
            return null;
        }
        return switch (path) {
            case "/v1/messages" -> Route.Asking.of(Operation.CHAT);
            case "/v1/messages/count_tokens" -> Route.Asking.of(Operation.COUNT_TOKENS);
            default -> null;
        };
    }

    @Override
    public @Nullable String secret(HttpServerRequest request) {
        String key = request.getHeader("x-api-key");
        return key != null ? key : OpenAiQuestions.bearer(request);
    }

    @Override
    public Ask read(Route.Asking asking, HttpServerRequest request, Buffer body) throws IOException {
        return AnthropicAsk.read(body);
    }

    @Override
    public @Nullable ErrorAnswer mistake(HttpServerRequest request, Operation operation, Ask ask) {
        if (request.getHeader("anthropic-version") == null) {
            return AnthropicErrors.invalid("anthropic-version: header is required");
        }
        if (ask.model == null || ask.model.isEmpty()) {
            return AnthropicErrors.invalid("model: Field required");
        }
        if (!ask.hasContent) {
            return AnthropicErrors.invalid("messages: Field required");
        }
        if (ask.maxTokens < 0 && operation == Operation.CHAT) {
            return AnthropicErrors.invalid("max_tokens: Field required");
        }
        return null;
    }

    /** What the caller allows for the answer does not count, only what is generated; counted tokens count nowhere. */
    @Override
    public Charge charge(Operation operation, Ask ask, int usualTokens) {
        return operation == Operation.COUNT_TOKENS
                ? Charge.ofInput(0)
                : new Charge(ask.promptTokens(), ask.answerTokens(usualTokens));
    }
}
