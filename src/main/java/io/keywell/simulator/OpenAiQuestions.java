package io.keywell.simulator;

import io.keywell.core.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

final class OpenAiQuestions implements Questions {

    private static final String BEARER = "Bearer ";

    @Override
    public String basePath() {
        return "/v1";
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
            case "/v1/chat/completions" -> Route.Asking.of(Operation.CHAT);
            case "/v1/completions" -> Route.Asking.of(Operation.COMPLETIONS);
            case "/v1/embeddings" -> Route.Asking.of(Operation.EMBEDDINGS);
            default -> null;
        };
    }

    @Override
    public @Nullable String secret(HttpServerRequest request) {
        return bearer(request);
    }

    static @Nullable String bearer(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
    }

    @Override
    public Ask read(Route.Asking asking, Buffer body) throws IOException {
        return AskReader.read(body.getBytes());
    }

    @Override
    public @Nullable ErrorAnswer mistake(HttpServerRequest request, Operation operation, Ask ask) {
        if (ask.model == null || ask.model.isEmpty()) {
            return Errors.NO_MODEL;
        }
        if (!ask.hasContent) {
            return Errors.missing(
                    switch (operation) {
                        case CHAT -> "messages";
                        case COMPLETIONS -> "prompt";
                        default -> "input";
                    });
        }
        if (ask.dimensions > EmbeddingBody.MOST_DIMENSIONS) {
            return Errors.invalidValue("dimensions", "at most " + EmbeddingBody.MOST_DIMENSIONS);
        }
        return null;
    }

    @Override
    public Charge charge(Operation operation, Ask ask, int usualTokens) {
        return operation == Operation.EMBEDDINGS
                ? Charge.ofInput(ask.promptTokens())
                : new Charge(ask.promptTokens(), ask.maxTokens < 0 ? usualTokens : ask.maxTokens);
    }
}
